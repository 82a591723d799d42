using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Links;

public sealed class WindowsPortsTests
{
    private const string Vesc = @"USB\VID_0483&PID_5740\304";

    private readonly FakeRegistry _registry = new();

    private IReadOnlyList<SerialPortInfo> Found => WindowsPorts.Find(_registry);

    private static (string Name, string Text)[] Described(string name) =>
    [
        ("FriendlyName", name),
        ("DeviceDesc", "@usbser.inf,%usbser.devicedesc%;USB Serial Device"),
        ("Mfg", "@usbser.inf,%msft%;Microsoft"),
        ("Service", "usbser"),
        ("LocationInformation", "Port_#0002.Hub_#0003"),
    ];

    [Fact]
    public void A_VESC_is_found_with_all_that_the_registry_knows()
    {
        _registry.AddPort("USBSER000", "COM5");
        _registry.AddDevice(Vesc, "COM5", Described("USB Serial Device (COM5)"));
        _registry.AddServed("usbser", Vesc);

        var port = Assert.Single(Found);
        Assert.Equal("COM5", port.Path);
        Assert.Equal((ushort)0x0483, port.VendorId);
        Assert.Equal((ushort)0x5740, port.ProductId);
        Assert.True(port.LooksLikeVesc);
        Assert.Equal("USB Serial Device", port.Product);
        Assert.Equal("Microsoft", port.Manufacturer);
        Assert.Equal("304", port.SerialNumber);
        Assert.Equal("usbser", port.Driver);
        Assert.Equal("Port_#0002.Hub_#0003", port.SocketAlias);
        Assert.Equal(new SerialPortAccess(true, null), port.Access);
        Assert.Empty(port.Holders);
    }

    [Fact]
    public void An_FTDI_bridge_is_found_on_the_bus_of_its_own_driver()
    {
        _registry.AddPort("VCP0", "COM12");
        _registry.AddDevice(@"FTDIBUS\VID_0403+PID_6001+A9DEADBEA\0000", "COM12", ("FriendlyName", "USB Serial Port (COM12)"),
            ("Service", "FTSER2K"));

        var port = Assert.Single(Found);
        Assert.Equal((ushort)0x0403, port.VendorId);
        Assert.Equal((ushort)0x6001, port.ProductId);
        Assert.Equal("USB Serial Port", port.Product);
        Assert.Equal("A9DEADBEA", port.SerialNumber);
        Assert.False(port.LooksLikeVesc);
    }

    [Fact]
    public void A_function_of_a_composite_device_has_the_numbers_of_the_device_and_no_serial_number()
    {
        _registry.AddPort("USBSER001", "COM7");
        _registry.AddDevice(@"USB\VID_0483&PID_374B&MI_02\6&1a2b3c4d&0&0002", "COM7", Described("STLink Virtual COM Port (COM7)"));

        var port = Assert.Single(Found);
        Assert.Equal((ushort)0x374B, port.ProductId);
        Assert.Null(port.SerialNumber);
    }

    [Fact]
    public void A_port_of_the_board_itself_has_no_USB_numbers()
    {
        _registry.AddPort("Serial0", "COM1");
        var port = Assert.Single(Found);
        Assert.Equal("COM1", port.Path);
        Assert.Null(port.VendorId);
        Assert.Null(port.Product);
    }

    [Fact]
    public void What_was_plugged_in_once_is_not_there()
    {
        _registry.AddDevice(Vesc, "COM5", Described("USB Serial Device (COM5)"));
        Assert.Empty(Found);
    }

    [Fact]
    public void A_number_that_two_devices_had_belongs_to_the_one_that_its_driver_serves_now()
    {
        _registry.AddPort("USBSER000", "COM5");
        _registry.AddDevice(@"USB\VID_2341&PID_0043\7573", "COM5", Described("Arduino Uno (COM5)"));
        _registry.AddDevice(Vesc, "COM5", Described("USB Serial Device (COM5)"));
        _registry.AddServed("usbser", Vesc.ToUpperInvariant());
        Assert.True(Assert.Single(Found).LooksLikeVesc);
    }

    [Fact]
    public void Where_it_cannot_be_told_which_device_has_a_number_none_is_claimed()
    {
        _registry.AddPort("USBSER000", "COM5");
        _registry.AddDevice(@"USB\VID_2341&PID_0043\7573", "COM5", Described("Arduino Uno (COM5)"));
        _registry.AddDevice(Vesc, "COM5", Described("USB Serial Device (COM5)"));
        Assert.Null(Assert.Single(Found).VendorId);
    }

    [Fact]
    public void A_device_that_its_driver_does_not_serve_is_not_the_one_behind_a_port()
    {
        _registry.AddPort("Serial0", "COM5");
        _registry.AddDevice(Vesc, "COM5", Described("USB Serial Device (COM5)"));
        _registry.AddServed("usbser", @"USB\VID_2341&PID_0043\7573");
        Assert.False(Assert.Single(Found).LooksLikeVesc);
    }

    [Fact]
    public void Ports_are_in_the_order_in_which_people_count()
    {
        foreach (string name in (string[])["COM12", "COM5", "COM10", "COM1"])
        {
            _registry.AddPort("Serial" + name, name);
        }

        Assert.Equal(["COM1", "COM5", "COM10", "COM12"], Found.Select(port => port.Path));
    }

    [Fact]
    public void Hubs_and_devices_without_a_port_are_passed_over()
    {
        _registry.AddPort("USBSER000", "COM5");
        _registry.AddDevice(@"USB\ROOT_HUB30\4&2f94427b&0&0", "COM5");
        Assert.Null(Assert.Single(Found).VendorId);
    }

    [Fact]
    public void An_empty_registry_has_no_ports() => Assert.Empty(Found);
}
