namespace VescUartBoot.Station.Fleet;

/// <summary>A value of the server.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value.</param>
/// <param name="Revision">Its revision, for compare-and-set.</param>
/// <param name="Written">When it was written, by the clock of the server.</param>
internal sealed record Versioned<T>(string Key, T Value, ulong Revision, DateTimeOffset Written);
