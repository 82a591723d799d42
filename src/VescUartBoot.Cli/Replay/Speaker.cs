using System.Globalization;
using System.Text.Json.Nodes;

namespace VescUartBoot.Cli.Replay;

/// <summary>Source of a line in a trace.</summary>
internal enum Speaker
{
    /// <summary>The tool.</summary>
    Host,

    /// <summary>The board.</summary>
    Board,

    /// <summary>Bytes that are no frame.</summary>
    Noise,

    /// <summary>An event of the link.</summary>
    Link,

    /// <summary>A pause.</summary>
    Silence,
}
