using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VescUartBoot.Interop;
using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

public sealed class WindowsPortErrorTests
{
    [Theory]
    [InlineData(WindowsConstants.ERROR_FILE_NOT_FOUND, LinkOpenFailure.NotFound)]
    [InlineData(WindowsConstants.ERROR_PATH_NOT_FOUND, LinkOpenFailure.NotFound)]
    [InlineData(WindowsConstants.ERROR_INVALID_NAME, LinkOpenFailure.NotFound)]
    [InlineData(WindowsConstants.ERROR_DEVICE_NOT_CONNECTED, LinkOpenFailure.NotFound)]
    [InlineData(WindowsConstants.ERROR_ACCESS_DENIED, LinkOpenFailure.Busy)]
    [InlineData(WindowsConstants.ERROR_SHARING_VIOLATION, LinkOpenFailure.Busy)]
    [InlineData(WindowsConstants.ERROR_LOCK_VIOLATION, LinkOpenFailure.Busy)]
    [InlineData(WindowsConstants.ERROR_PRIVILEGE_NOT_HELD, LinkOpenFailure.NoPermission)]
    [InlineData(WindowsConstants.ERROR_ACCESS_DISABLED_BY_POLICY, LinkOpenFailure.NoPermission)]
    [InlineData(WindowsConstants.ERROR_GEN_FAILURE, LinkOpenFailure.Failed)]
    [InlineData(WindowsConstants.ERROR_SEM_TIMEOUT, LinkOpenFailure.Failed)]
    [InlineData(8, LinkOpenFailure.Failed)]
    public void Each_error_of_opening_is_its_own_failure(int error, LinkOpenFailure failure) =>
        Assert.Equal(failure, WindowsPortError.Opening("COM5", OpeningStep.Find, error, isListed: true).Failure);

    [Fact]
    public void A_port_that_Windows_does_not_list_is_not_there_whatever_the_error_says()
    {
        var refusal = WindowsPortError.Opening("COM99", OpeningStep.Find, 203, isListed: false);
        Assert.Equal(LinkOpenFailure.NotFound, refusal.Failure);
        Assert.Equal("COM99", refusal.LinkName);
        Assert.StartsWith("There is no port COM99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_port_behind_which_nothing_answers_is_a_board_that_was_pulled() =>
        Assert.Equal(LinkOpenFailure.NotFound,
            WindowsPortError.Opening("COM5", OpeningStep.Ask, WindowsConstants.ERROR_INVALID_FUNCTION, isListed: true).Failure);

    [Fact]
    public void Something_that_has_no_settings_of_a_serial_port_is_none() =>
        Assert.Equal(LinkOpenFailure.NotATerminal,
            WindowsPortError.Opening("LPT1", OpeningStep.Ask, WindowsConstants.ERROR_INVALID_FUNCTION, isListed: false).Failure);

    [Fact]
    public void A_driver_that_does_not_take_the_settings_is_told_with_the_baud_rate() => Assert.Contains(
        "another baud rate",
        WindowsPortError.Opening("COM5", OpeningStep.Set, WindowsConstants.ERROR_INVALID_PARAMETER, isListed: true).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_structures_have_the_layout_of_Windows()
    {
        Assert.Equal(28, Unsafe.SizeOf<DeviceControlBlock>());
        Assert.Equal(18, (int)Marshal.OffsetOf<DeviceControlBlock>(nameof(DeviceControlBlock.ByteSize)));
        Assert.Equal(20, (int)Marshal.OffsetOf<DeviceControlBlock>(nameof(DeviceControlBlock.StopBits)));
        Assert.Equal(20, Unsafe.SizeOf<CommTimeouts>());
        Assert.Equal(12, Unsafe.SizeOf<CommStatus>());
    }
}
