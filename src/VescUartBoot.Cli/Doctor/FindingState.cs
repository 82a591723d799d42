using System.Text.Json.Nodes;

namespace VescUartBoot.Cli.Doctor;

/// <summary>How a look at one thing ended.</summary>
internal enum FindingState
{
    /// <summary>Nothing is wrong there.</summary>
    Well,

    /// <summary>Something to know; it stops nothing.</summary>
    Noted,

    /// <summary>It was not looked at, for the reason told.</summary>
    Skipped,

    /// <summary>This is what is wrong.</summary>
    Wrong,
}
