namespace VescUartBoot.Station.Fleet;

/// <summary>How many boards of a rollout are worked on at once.</summary>
internal sealed record RolloutLimits
{
    /// <summary>The most boards at once. Default 10, 1 to 1000.</summary>
    public int AtOnce { get; set; } = 10;

    /// <summary>The most boards at once at one site; <see langword="null"/>: no limit of its own.</summary>
    public int? PerSite { get; set; }
}
