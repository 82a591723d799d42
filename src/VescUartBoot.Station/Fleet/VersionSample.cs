namespace VescUartBoot.Station.Fleet;

/// <summary>How many boards of the fleet run which firmware, from one moment until the next sample.</summary>
/// <param name="At">The moment, by the clock of the server.</param>
/// <param name="Boards">Boards by firmware.</param>
internal sealed record VersionSample(DateTimeOffset At, IReadOnlyDictionary<string, int> Boards);
