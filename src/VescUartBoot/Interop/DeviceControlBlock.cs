using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>DCB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DeviceControlBlock
{
    internal uint Length;
    internal uint BaudRate;
    internal uint Flags;
    internal ushort Reserved;
    internal ushort XonLimit;
    internal ushort XoffLimit;
    internal byte ByteSize;
    internal byte Parity;
    internal byte StopBits;
    internal byte XonChar;
    internal byte XoffChar;
    internal byte ErrorChar;
    internal byte EofChar;
    internal byte EventChar;
    internal ushort Reserved1;
}
