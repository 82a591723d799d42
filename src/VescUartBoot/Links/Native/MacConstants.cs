using System.Runtime.InteropServices;

namespace VescUartBoot.Links.Native;

/// <summary>Numbers of macOS: sys/fcntl.h, sys/errno.h, sys/ttycom.h, sys/termios.h, sys/filio.h, IOKit/serial/ioss.h.</summary>
internal static class MacConstants
{
    // open(2)
    internal const int O_NONBLOCK = 0x4;
    internal const int O_NOCTTY = 0x20000;
    internal const int O_CLOEXEC = 0x1000000;

    // errno(2), where it is not shared
    internal const int EAGAIN = 35;
    internal const int ENOTSUP = 45;

    // tty(4)
    internal const uint TIOCEXCL = 0x2000740D;
    internal const uint TIOCNXCL = 0x2000740E;
    internal const uint TIOCFLUSH = 0x80047410;
    internal const uint TIOCGETA = 0x40487413;
    internal const uint TIOCSETA = 0x80487414;
    internal const uint TIOCMBIS = 0x8004746C;
    internal const int FREAD_FWRITE = 3;

    // filio.h: what fcntl would do with a variable number of arguments
    internal const uint FIOCLEX = 0x20006601;
    internal const uint FIONBIO = 0x8004667E;

    // ioss.h: any baud rate, and how long a driver may collect bytes, in microseconds
    internal const uint IOSSDATALAT = 0x80085400;
    internal const uint IOSSIOSPEED = 0x80085402;

    // termios: HUPCL (0x4000) and flow control are off because nothing else is on.
    internal const uint CS8 = 0x300;
    internal const uint CREAD = 0x800;
    internal const uint CLOCAL = 0x8000;
    internal const int VMIN = 16;
    internal const int VTIME = 17;
    internal const int NCCS = 20;
}

/// <summary>struct termios of 64-bit macOS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MacTermios
{
    internal ulong InputFlags;
    internal ulong OutputFlags;
    internal ulong ControlFlags;
    internal ulong LocalFlags;
    internal fixed byte ControlCharacters[MacConstants.NCCS];
    internal ulong InputSpeed;
    internal ulong OutputSpeed;
}
