namespace VescUartBoot.Campaign;

/// <summary>Which build of its firmware a board runs.</summary>
internal enum VariantSetup
{
    /// <summary>The one that the simulator makes, which has no variants.</summary>
    Simulated,

    /// <summary>The default image of the release.</summary>
    Default,

    /// <summary>A variant of the release, for other shunts.</summary>
    Ohm,

    /// <summary>A build of somebody's own, which no catalogue knows.</summary>
    OwnBuild,
}
