using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Result of a bootloader run, or of one of its attempts.</summary>
/// <param name="Seconds">Board time in seconds.</param>
/// <param name="Result">The result.</param>
/// <param name="Code">Result code: -1 length, -2 no length, -3 CRC, 9 written; none for a flash error or an interruption.</param>
/// <param name="Blinks">LED signal, such as <c>red 3</c>; none on the generic build, which has no LEDs.</param>
public sealed record BootloaderExit(double Seconds, BootloaderResult Result, int? Code = null, string? Blinks = null);
