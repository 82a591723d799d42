namespace VescUartBoot.Recognition;

/// <summary>Content of the application sectors.</summary>
internal enum ApplicationKind
{
    /// <summary>All blank.</summary>
    Blank,

    /// <summary>A released firmware.</summary>
    Known,

    /// <summary>A firmware by its vectors and its end, in no catalogue: a custom build, or a damaged copy.</summary>
    Unrecognised,

    /// <summary>No firmware that could run.</summary>
    NoFirmware,
}
