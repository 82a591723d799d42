using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>What an application knows of itself when it starts.</summary>
internal enum CheckState
{
    /// <summary>It has never started: it writes its CRC and resets once more.</summary>
    Missing,

    /// <summary>Its CRC fits, or this firmware has none.</summary>
    Right,

    /// <summary>Its CRC does not fit: it blinks red for ever.</summary>
    Wrong,
}
