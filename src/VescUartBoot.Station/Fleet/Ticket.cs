namespace VescUartBoot.Station.Fleet;

/// <summary>The permission for one board to begin.</summary>
/// <param name="Uuid">The board.</param>
/// <param name="Station">The station that may begin.</param>
/// <param name="Site">Its site.</param>
/// <param name="Number">Number, unique in the rollout.</param>
/// <param name="Given">When it was given, by the clock of the server.</param>
internal sealed record Ticket(string Uuid, string Station, string Site, long Number, DateTimeOffset Given);
