using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>One start of a board.</summary>
/// <param name="Seconds">Board time in seconds.</param>
/// <param name="Cause">Cause of the start.</param>
public sealed record BoardStart(double Seconds, ResetCause Cause);
