namespace VescUartBoot.Cli.Arguments;

/// <summary>Which boards on the CAN bus a command takes.</summary>
internal enum CanUse
{
    /// <summary>Only the one with the cable.</summary>
    None,

    /// <summary>One of them.</summary>
    One,

    /// <summary>One of them, or all.</summary>
    All,
}
