namespace VescUartBoot.Station.Fleet;

/// <summary>Who coordinates.</summary>
/// <param name="Station">Name of the station.</param>
/// <param name="Run">This run of it.</param>
internal sealed record LeaseHolder(string Station, Guid Run);
