using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Result of an application's self-check at its start.</summary>
internal enum CheckState
{
    /// <summary>First start: the application writes its CRC and resets again.</summary>
    Missing,

    /// <summary>The CRC matches, or this firmware has none.</summary>
    Right,

    /// <summary>The CRC does not match: the board blinks red forever.</summary>
    Wrong,
}
