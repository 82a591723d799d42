using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>What a bootloader came to, or one of its tries.</summary>
/// <param name="Seconds">When, in board time.</param>
/// <param name="Result">What.</param>
/// <param name="Code">The result code: -1 length, -2 no length, -3 CRC, 9 written; none for a flash error or an interruption.</param>
/// <param name="Blinks">What its LEDs showed, as <c>red 3</c>; none on the generic build, which has no LEDs.</param>
public sealed record BootloaderExit(double Seconds, BootloaderResult Result, int? Code = null, string? Blinks = null);
