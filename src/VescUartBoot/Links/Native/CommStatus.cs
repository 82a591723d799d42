using System.Runtime.InteropServices;

namespace VescUartBoot.Links.Native;

/// <summary>COMSTAT.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CommStatus
{
    internal uint Flags;
    internal uint InputCount;
    internal uint OutputCount;
}
