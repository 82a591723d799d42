namespace VescUartBoot.Station.Fleet;

/// <summary>When a rollout stops by itself. What is reached first counts.</summary>
internal sealed record ErrorThreshold
{
    /// <summary>So many failed boards in the whole rollout; <see langword="null"/>: no limit.</summary>
    public int? Failures { get; set; }

    /// <summary>This per cent of the boards of the current group; <see langword="null"/>: no limit.</summary>
    public double? Share { get; set; }

    /// <summary>A board that has a ticket and is not heard of for so many minutes counts as failed; longer than any job. Default
    /// 30.</summary>
    public double SilenceMinutes { get; set; } = 30;
}
