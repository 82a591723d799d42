using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Interop;

/// <summary>How far an opening came.</summary>
internal enum OpeningStep
{
    /// <summary>Windows was asked for the port.</summary>
    Find,

    /// <summary>The port was asked for its settings, which only a serial port has.</summary>
    Ask,

    /// <summary>It was given ours.</summary>
    Set,
}
