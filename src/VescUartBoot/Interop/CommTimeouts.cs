using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>COMMTIMEOUTS. All zero: a transfer ends when it is complete.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CommTimeouts
{
    internal uint ReadInterval;
    internal uint ReadTotalMultiplier;
    internal uint ReadTotalConstant;
    internal uint WriteTotalMultiplier;
    internal uint WriteTotalConstant;
}
