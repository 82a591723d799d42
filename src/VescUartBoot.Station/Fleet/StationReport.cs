namespace VescUartBoot.Station.Fleet;

/// <summary>The sign of life of a station.</summary>
/// <param name="Station">Its name.</param>
/// <param name="Site">Its site.</param>
/// <param name="Boards">How many boards are plugged in.</param>
/// <param name="TakesWork">Whether it takes work: it has keys to trust.</param>
/// <param name="Clock">Its clock, to compare with the server's.</param>
/// <param name="Uuids">The boards, for the station itself after its next start.</param>
internal sealed record StationReport(string Station, string Site, int Boards, bool TakesWork, DateTimeOffset Clock,
    IReadOnlyList<string>? Uuids = null);
