namespace VescUartBoot.Recognition;

/// <summary>What the sectors of the application hold.</summary>
internal enum ApplicationKind
{
    /// <summary>All blank.</summary>
    Blank,

    /// <summary>A released firmware.</summary>
    Known,

    /// <summary>By its vectors and its end a firmware, in no catalogue: a build of somebody's own, or a damaged copy.</summary>
    Unrecognised,

    /// <summary>No firmware that could run.</summary>
    NoFirmware,
}
