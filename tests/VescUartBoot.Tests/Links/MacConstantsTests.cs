using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VescUartBoot.Links.Native;

namespace VescUartBoot.Tests.Links;

/// <summary>What the macros of sys/ioccom.h make of the requests. That macOS takes them is untested.</summary>
public sealed class MacConstantsTests
{
    private const uint Void = 0x20000000;
    private const uint Out = 0x40000000;
    private const uint In = 0x80000000;

    private static uint RequestNumber(uint direction, char group, uint number, int size = 0) => direction | ((uint)size << 16) | ((uint)group << 8) | number;

    [Fact]
    public void The_requests_are_what_the_macros_make_of_them()
    {
        Assert.Equal(MacConstants.TIOCEXCL, RequestNumber(Void, 't', 13));
        Assert.Equal(MacConstants.TIOCNXCL, RequestNumber(Void, 't', 14));
        Assert.Equal(MacConstants.TIOCFLUSH, RequestNumber(In, 't', 16, sizeof(int)));
        Assert.Equal(MacConstants.TIOCGETA, RequestNumber(Out, 't', 19, Unsafe.SizeOf<MacTermios>()));
        Assert.Equal(MacConstants.TIOCSETA, RequestNumber(In, 't', 20, Unsafe.SizeOf<MacTermios>()));
        Assert.Equal(MacConstants.TIOCMBIS, RequestNumber(In, 't', 108, sizeof(int)));
        Assert.Equal(MacConstants.FIOCLEX, RequestNumber(Void, 'f', 1));
        Assert.Equal(MacConstants.FIONBIO, RequestNumber(In, 'f', 126, sizeof(int)));
        Assert.Equal(MacConstants.IOSSDATALAT, RequestNumber(In, 'T', 0, sizeof(ulong)));
        Assert.Equal(MacConstants.IOSSIOSPEED, RequestNumber(In, 'T', 2, sizeof(ulong)));
    }

    [Fact]
    public void The_settings_of_a_terminal_have_the_layout_of_64_bits()
    {
        Assert.Equal(72, Unsafe.SizeOf<MacTermios>());
        Assert.Equal(32, (int)Marshal.OffsetOf<MacTermios>(nameof(MacTermios.ControlCharacters)));
        Assert.Equal(56, (int)Marshal.OffsetOf<MacTermios>(nameof(MacTermios.InputSpeed)));
    }
}
