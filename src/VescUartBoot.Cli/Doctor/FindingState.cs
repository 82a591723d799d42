using System.Text.Json.Nodes;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Result of one check.</summary>
internal enum FindingState
{
    /// <summary>No fault.</summary>
    Well,

    /// <summary>A note that prevents nothing.</summary>
    Noted,

    /// <summary>Not checked, for the given reason.</summary>
    Skipped,

    /// <summary>A fault.</summary>
    Wrong,
}
