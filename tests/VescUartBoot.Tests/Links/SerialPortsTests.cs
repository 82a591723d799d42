using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Links;

public sealed class SerialPortsTests : IDisposable
{
    private static readonly (string, string)[] Vesc =
    [
        ("idVendor", "0483"), ("idProduct", "5740"), ("product", "ChibiOS/RT Virtual COM Port"), ("manufacturer", "STMicroelectronics"),
        ("serial", "304"),
    ];

    private readonly FakeSystem _system = new();

    public void Dispose() => _system.Dispose();

    private IReadOnlyList<SerialPortInfo> Found => LinuxPorts.Find(_system.Sys, _system.Dev, _system.Proc);

    [Fact]
    public void A_VESC_on_its_own_USB_is_described_in_full()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.AddAlias("by-id/usb-STMicroelectronics_ChibiOS_304-if00", "ttyACM0");
        _system.AddAlias("by-path/pci-0000:00:14.0-usb-0:2:1.0", "ttyACM0");
        _system.AddProcess(812, "ModemManager", "/dev/null", _system.Node("ttyACM0"));

        var port = Assert.Single(Found);
        Assert.Equal(_system.Node("ttyACM0"), port.Path);
        Assert.Equal((ushort)0x0483, port.VendorId);
        Assert.Equal((ushort)0x5740, port.ProductId);
        Assert.Equal("ChibiOS/RT Virtual COM Port", port.Product);
        Assert.Equal("STMicroelectronics", port.Manufacturer);
        Assert.Equal("304", port.SerialNumber);
        Assert.Equal("cdc_acm", port.Driver);
        Assert.True(port.LooksLikeVesc);
        Assert.EndsWith("by-id/usb-STMicroelectronics_ChibiOS_304-if00", port.IdAlias, StringComparison.Ordinal);
        Assert.EndsWith("by-path/pci-0000:00:14.0-usb-0:2:1.0", port.SocketAlias, StringComparison.Ordinal);
        Assert.Equal(new SerialPortAccess(true, null), port.Access);
        Assert.Equal([new PortHolder(812, "ModemManager")], port.Holders);
    }

    [Fact]
    public void A_bridge_is_found_one_folder_deeper_and_does_not_look_like_a_VESC()
    {
        _system.AddUsb("ttyUSB0", "1-1.4", "ftdi_sio", true, ("idVendor", "0403"), ("idProduct", "6001"), ("product", " "));
        var port = Assert.Single(Found);
        Assert.Equal((ushort)0x0403, port.VendorId);
        Assert.Equal("ftdi_sio", port.Driver);
        Assert.Null(port.Product);
        Assert.Null(port.SerialNumber);
        Assert.Null(port.IdAlias);
        Assert.False(port.LooksLikeVesc);
    }

    [Fact]
    public void A_real_UART_is_listed_and_one_that_the_kernel_only_reserved_is_not()
    {
        _system.AddUart("ttyS0", "4");
        _system.AddUart("ttyS1", "0");
        var port = Assert.Single(Found);
        Assert.Equal(_system.Node("ttyS0"), port.Path);
        Assert.Null(port.VendorId);
        Assert.Equal("serial", port.Driver);
    }

    [Fact]
    public void Consoles_and_pseudo_terminals_are_left_out()
    {
        _system.AddVirtual("tty0");
        _system.AddVirtual("ptmx");
        Assert.Empty(Found);
    }

    [Fact]
    public void Ports_are_in_the_order_in_which_people_count()
    {
        foreach (string tty in (string[])["ttyACM10", "ttyACM2", "ttyACM1"])
        {
            _system.AddUsb(tty, "1-" + tty[6..], "cdc_acm", false, Vesc);
        }

        Assert.Equal(["ttyACM1", "ttyACM2", "ttyACM10"], Found.Select(port => Path.GetFileName(port.Path)));
    }

    [Fact]
    public void A_port_without_a_node_says_so()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        File.Delete(_system.Node("ttyACM0"));
        var port = Assert.Single(Found);
        Assert.False(port.Access.MayOpen);
        Assert.Contains("container", port.Access.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_without_sysfs_has_no_ports() => Assert.Empty(LinuxPorts.Find(_system.Proc, _system.Dev, _system.Proc));

    [Fact]
    public async Task One_port_is_described_by_its_node_or_its_alias()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.AddAlias("by-id/vesc", "ttyACM0");
        Assert.True((await SerialPorts.DescribeAsync(_system.Node("ttyACM0"), _system.Sys, _system.Dev))!.LooksLikeVesc);
        Assert.True((await SerialPorts.DescribeAsync(_system.Node("serial/by-id/vesc"), _system.Sys, _system.Dev))!.LooksLikeVesc);
        Assert.Null(await SerialPorts.DescribeAsync(_system.Node("ttyACM1"), _system.Sys, _system.Dev));
        Assert.Null(await SerialPorts.DescribeAsync("/elsewhere/ttyACM0", _system.Sys, _system.Dev));
    }

    [Fact]
    public async Task Looking_at_this_machine_does_not_fail() => Assert.NotNull(await SerialPorts.FindAsync());
}
