namespace VescUartBoot.Cli.Arguments;

/// <summary>Boards on the CAN bus that a command accepts.</summary>
internal enum CanUse
{
    /// <summary>Only the one with the cable.</summary>
    None,

    /// <summary>One of them.</summary>
    One,

    /// <summary>One of them, or all.</summary>
    All,
}
