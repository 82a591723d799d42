using System.Globalization;
using System.Text.Json.Nodes;

namespace VescUartBoot.Cli.Replay;

/// <summary>Who speaks.</summary>
internal enum Speaker
{
    /// <summary>The tool.</summary>
    Host,

    /// <summary>The board.</summary>
    Board,

    /// <summary>Bytes that are no frame.</summary>
    Noise,

    /// <summary>Something happened to the link.</summary>
    Link,

    /// <summary>Nobody, for a while.</summary>
    Silence,
}
