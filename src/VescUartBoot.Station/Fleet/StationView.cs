namespace VescUartBoot.Station.Fleet;

/// <summary>A station as a page shows it.</summary>
/// <param name="Station">Its name.</param>
/// <param name="Site">Its site.</param>
/// <param name="Boards">How many boards were plugged in at its last sign of life.</param>
/// <param name="TakesWork">Whether it takes work now: it has keys to trust, and it is there.</param>
/// <param name="Clock">Its clock at that sign.</param>
/// <param name="NotSeenSince">Its last sign of life by the clock of the server; <see langword="null"/>: it is there.</param>
internal sealed record StationView(string Station, string Site, int Boards, bool TakesWork, DateTimeOffset Clock,
    DateTimeOffset? NotSeenSince);
