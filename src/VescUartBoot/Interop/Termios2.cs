using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>struct termios2.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios2
{
    internal uint InputFlags;
    internal uint OutputFlags;
    internal uint ControlFlags;
    internal uint LocalFlags;
    internal byte LineDiscipline;
    internal fixed byte ControlCharacters[LinuxConstants.NCCS];
    internal uint InputSpeed;
    internal uint OutputSpeed;
}
