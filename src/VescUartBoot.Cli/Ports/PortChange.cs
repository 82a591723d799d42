using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace VescUartBoot.Cli.Ports;

/// <summary>What happened to a port.</summary>
internal enum PortChange
{
    /// <summary>It came.</summary>
    Plugged,

    /// <summary>It went.</summary>
    Unplugged,

    /// <summary>Its rights are others now: udev sets them a moment after the node is made.</summary>
    Changed,
}
