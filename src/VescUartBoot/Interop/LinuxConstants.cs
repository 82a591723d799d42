using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>Numbers of the Linux kernel's interface, as x86, ARM, RISC-V, LoongArch and s390x have them (asm-generic).</summary>
internal static class LinuxConstants
{
    // open(2)
    internal const int O_NOCTTY = 0x100;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;

    // errno(3), where it is not shared
    internal const int EAGAIN = 11;

    // eventfd(2)
    internal const int EFD_NONBLOCK = 0x800;
    internal const int EFD_CLOEXEC = 0x80000;

    // statx(2)
    internal const int AT_FDCWD = -100;
    internal const uint STATX_BASIC_STATS = 0x7FF;
    internal const int S_IFMT = 0xF000;
    internal const int S_IFCHR = 0x2000;
    internal const int S_IFDIR = 0x4000;
    internal const int S_IFREG = 0x8000;

    // ioctl_tty(2)
    internal const uint TCFLSH = 0x540B;
    internal const uint TIOCEXCL = 0x540C;
    internal const uint TIOCNXCL = 0x540D;
    internal const uint TIOCMBIS = 0x5416;
    internal const uint TIOCGSERIAL = 0x541E;
    internal const uint TIOCSSERIAL = 0x541F;
    internal const uint TIOCGEXCL = 0x80045440;
    internal const uint TCGETS2 = 0x802C542A;
    internal const uint TCSETS2 = 0x402C542B;
    internal const int TCIOFLUSH = 2;

    // termios: HUPCL (0x400) and CRTSCTS (0x80000000) are off because nothing else is on.
    internal const uint CS8 = 0x30;
    internal const uint CREAD = 0x80;
    internal const uint CLOCAL = 0x800;
    internal const uint BOTHER = 0x1000;
    internal const int VTIME = 5;
    internal const int VMIN = 6;
    internal const int NCCS = 19;

    // struct serial_struct, which holds two pointers: 72 bytes where they have 8.
    internal const int SerialStructSize = 72;
    internal const int SerialStructFlagsOffset = 16;
    internal const int ASYNC_LOW_LATENCY = 0x2000;

    /// <summary>PowerPC, MIPS, SPARC and Alpha have other numbers for the terminal calls.</summary>
    internal static bool Fit(Architecture architecture) => architecture is Architecture.X64 or Architecture.Arm64 or Architecture.X86
        or Architecture.Arm or Architecture.Armv6 or Architecture.RiscV64 or Architecture.LoongArch64 or Architecture.S390x;
}
