namespace VescUartBoot.Station.Records;

/// <summary>Pauses of the delivery to the shared records.</summary>
internal sealed record DeliveryOptions
{
    /// <summary>Pause after the first try that failed; it doubles with each one. Default 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two tries. Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the database is asked for an answer while no job ends. Default 1 min.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most time for the last try when the station is stopped. Default 3 s.</summary>
    public TimeSpan LastTry { get; init; } = TimeSpan.FromSeconds(3);
}
