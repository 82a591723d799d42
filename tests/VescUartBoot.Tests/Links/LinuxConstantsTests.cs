using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VescUartBoot.Interop;

namespace VescUartBoot.Tests.Links;

/// <summary>The values of asm-generic/ioctls.h and asm-generic/termbits.h, which x64 and arm64 share.</summary>
public sealed class LinuxConstantsTests
{
    private const uint Read = 2;
    private const uint Write = 1;

    private static uint RequestNumber(uint direction, uint number,
        int size) => (direction << 30) | ((uint)size << 16) | ('T' << 8) | number;

    [Fact]
    public void The_requests_that_carry_a_size_are_what_the_kernels_macro_makes_of_them()
    {
        Assert.Equal(44, Unsafe.SizeOf<Termios2>());
        Assert.Equal(LinuxConstants.TCGETS2, RequestNumber(Read, 0x2A, Unsafe.SizeOf<Termios2>()));
        Assert.Equal(LinuxConstants.TCSETS2, RequestNumber(Write, 0x2B, Unsafe.SizeOf<Termios2>()));
        Assert.Equal(LinuxConstants.TIOCGEXCL, RequestNumber(Read, 0x40, sizeof(int)));
    }

    [Fact]
    public void The_old_requests_have_their_fixed_numbers()
    {
        Assert.Equal(0x540Bu, LinuxConstants.TCFLSH);
        Assert.Equal(0x540Cu, LinuxConstants.TIOCEXCL);
        Assert.Equal(0x540Du, LinuxConstants.TIOCNXCL);
        Assert.Equal(0x5416u, LinuxConstants.TIOCMBIS);
        Assert.Equal(0x541Eu, LinuxConstants.TIOCGSERIAL);
        Assert.Equal(0x541Fu, LinuxConstants.TIOCSSERIAL);
    }

    [Fact]
    public void The_flags_are_those_of_the_octal_tables()
    {
        Assert.Equal(LinuxConstants.BOTHER, Convert.ToUInt32("0010000", 8));
        Assert.Equal(LinuxConstants.CS8, Convert.ToUInt32("0000060", 8));
        Assert.Equal(LinuxConstants.CREAD, Convert.ToUInt32("0000200", 8));
        Assert.Equal(LinuxConstants.CLOCAL, Convert.ToUInt32("0004000", 8));
        Assert.Equal(LinuxConstants.O_NOCTTY, Convert.ToInt32("00000400", 8));
        Assert.Equal(LinuxConstants.O_NONBLOCK, Convert.ToInt32("00004000", 8));
        Assert.Equal(LinuxConstants.O_CLOEXEC, Convert.ToInt32("02000000", 8));
    }

    [Fact]
    public void The_structures_have_the_layout_of_the_kernel()
    {
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(36, (int)Marshal.OffsetOf<Termios2>(nameof(Termios2.InputSpeed)));
        Assert.Equal(17, (int)Marshal.OffsetOf<Termios2>(nameof(Termios2.ControlCharacters)));
    }

    [Fact]
    public void Processors_that_number_their_calls_in_another_way_are_refused()
    {
        Assert.True(LinuxConstants.Fit(System.Runtime.InteropServices.Architecture.X64));
        Assert.True(LinuxConstants.Fit(System.Runtime.InteropServices.Architecture.Arm64));
        Assert.False(LinuxConstants.Fit(System.Runtime.InteropServices.Architecture.Ppc64le));
    }
}
