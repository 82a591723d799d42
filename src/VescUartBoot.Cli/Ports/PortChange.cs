using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace VescUartBoot.Cli.Ports;

/// <summary>Kinds of port changes.</summary>
internal enum PortChange
{
    /// <summary>The port appeared.</summary>
    Plugged,

    /// <summary>The port disappeared.</summary>
    Unplugged,

    /// <summary>The permissions changed: udev sets them a moment after it creates the node.</summary>
    Changed,
}
