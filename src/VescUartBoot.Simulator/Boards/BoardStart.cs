using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>A start of a board.</summary>
/// <param name="Seconds">When, in board time.</param>
/// <param name="Cause">Why.</param>
public sealed record BoardStart(double Seconds, ResetCause Cause);
