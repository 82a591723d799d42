using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Interop;

/// <summary>Step at which opening a port failed.</summary>
internal enum OpeningStep
{
    /// <summary>Opening the port.</summary>
    Find,

    /// <summary>Reading its settings, which only a serial port has.</summary>
    Ask,

    /// <summary>Applying the settings.</summary>
    Set,
}
