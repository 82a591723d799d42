using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>COMSTAT.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CommStatus
{
    internal uint Flags;
    internal uint InputCount;
    internal uint OutputCount;
}
