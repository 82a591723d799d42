namespace VescUartBoot.Station.Fleet;

/// <summary>Boards of a rollout that are done together. The next group starts when enough of this one are done.</summary>
internal sealed record DeploymentGroup
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>So many boards.</summary>
    public int? Count { get; set; }

    /// <summary>This share of all boards of the rollout, in per cent, rounded up.</summary>
    public double? Share { get; set; }

    /// <summary>These boards, by UUID.</summary>
    public IReadOnlyList<string>? Boards { get; set; }

    /// <summary>The per cent of the group that are done before the next group starts. Default 100.</summary>
    public double SuccessThreshold { get; set; } = 100;

    /// <summary>Whether the group takes all boards that are left.</summary>
    public bool TakesTheRest => Count is null && Share is null && Boards is null;
}
