using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

/// <summary>The prints are made up after the form of <c>ioreg -l</c>; none was taken from a machine.</summary>
public sealed class MacPortsTests : IDisposable
{
    private const string UsbDevices = """
        +-o USB2.1 Hub@14100000  <class IOUSBHostDevice, id 0x100000a01, registered, matched, active, busy 0 (9 ms), retain 24>
          | {
          |   "idProduct" = 21521
          |   "idVendor" = 3034
          |   "USB Product Name" = "USB2.1 Hub"
          | }
          |
          +-o AppleUSB20HubPort@14120000  <class AppleUSB20HubPort, id 0x100000a08, registered, matched, active, busy 0 (0 ms), retain 12>
            +-o ChibiOS/RT Virtual COM Port@14120000  <class IOUSBHostDevice, id 0x100000a1b, registered, matched, active, busy 0 (12 ms), retain 31>
              | {
              |   "sessionID" = 18446744073709551615
              |   "idProduct" = 22336
              |   "locationID" = 336723968
              |   "USB Product Name" = "ChibiOS/RT Virtual COM Port"
              |   "USB Vendor Name" = "STMicroelectronics"
              |   "USB Serial Number" = "304"
              |   "IOCFPlugInTypes" = {"9dc7b780-9ec0-11d4-a54f-000a27052861"="IOUSBHostFamily.kext/Contents/PlugIns/IOUSBLib.bundle"}
              |   "idVendor" = 1155
              | }
              |
              +-o IOUSBHostInterface@0  <class IOUSBHostInterface, id 0x100000a20, registered, matched, active, busy 0 (7 ms), retain 9>
              | +-o AppleUSBACMControl  <class AppleUSBACMControl, id 0x100000a26, registered, matched, active, busy 0 (0 ms), retain 7>
              +-o IOUSBHostInterface@1  <class IOUSBHostInterface, id 0x100000a21, registered, matched, active, busy 0 (7 ms), retain 9>
                +-o AppleUSBACMData  <class AppleUSBACMData, id 0x100000a27, registered, matched, active, busy 0 (4 ms), retain 9>
                  +-o IOModemSerialStreamSync  <class IOModemSerialStreamSync, id 0x100000a29, registered, matched, active, busy 0 (2 ms), retain 7>
                    +-o IOSerialBSDClient  <class IOSerialBSDClient, id 0x100000a2a, registered, matched, active, busy 0 (0 ms), retain 6>
                        {
                          "IOClass" = "IOSerialBSDClient"
                          "IOTTYBaseName" = "usbmodem"
                          "IOCalloutDevice" = "/dev/cu.usbmodem3041"
                          "IODialinDevice" = "/dev/tty.usbmodem3041"
                          "IOTTYSuffix" = "3041"
                        }
        """;

    private const string AllPorts = """
        +-o IOSerialBSDClient  <class IOSerialBSDClient, id 0x100000a2a, registered, matched, active, busy 0 (0 ms), retain 6>
            {
              "IOCalloutDevice" = "/dev/cu.usbmodem3041"
              "IODialinDevice" = "/dev/tty.usbmodem3041"
            }

        +-o IOSerialBSDClient  <class IOSerialBSDClient, id 0x100000333, registered, matched, active, busy 0 (0 ms), retain 6>
            {
              "IOCalloutDevice" = "/dev/cu.Bluetooth-Incoming-Port"
              "IODialinDevice" = "/dev/tty.Bluetooth-Incoming-Port"
            }
        """;

    private readonly DirectoryInfo _dev = Directory.CreateTempSubdirectory("vescboot-");

    public void Dispose() => _dev.Delete(recursive: true);

    private static Task<IReadOnlyList<SerialPortInfo>> FoundAsync(Func<string, bool>? mayUse = null) =>
        MacPorts.FindAsync((arguments, _) => Task.FromResult<string?>(arguments.Contains("IOUSBHostDevice") ? UsbDevices : AllPorts),
            mayUse ?? (_ => true), "/dev", CancellationToken.None);

    [Fact]
    public async Task A_VESC_is_found_below_a_hub_with_all_that_the_tree_knows()
    {
        SerialPortInfo port = Assert.Single(await FoundAsync(), port => port.VendorId is not null);
        Assert.Equal("/dev/cu.usbmodem3041", port.Path);
        Assert.Equal((ushort)0x0483, port.VendorId);
        Assert.Equal((ushort)0x5740, port.ProductId);
        Assert.True(port.LooksLikeVesc);
        Assert.Equal("ChibiOS/RT Virtual COM Port", port.Product);
        Assert.Equal("STMicroelectronics", port.Manufacturer);
        Assert.Equal("304", port.SerialNumber);
        Assert.Equal("AppleUSBACMData", port.Driver);
        Assert.Equal("0x14120000", port.SocketAlias);
        Assert.Equal(new SerialPortAccess(true, null), port.Access);
    }

    [Fact]
    public async Task A_port_in_both_lists_is_one_port_and_one_without_USB_is_listed_too() =>
        Assert.Equal(["/dev/cu.Bluetooth-Incoming-Port", "/dev/cu.usbmodem3041"], (await FoundAsync()).Select(port => port.Path));

    [Fact]
    public async Task Either_name_of_a_port_leads_to_it()
    {
        var ports = await FoundAsync();
        Assert.True(MacPorts.Named("/dev/cu.usbmodem3041", ports)!.LooksLikeVesc);
        Assert.True(MacPorts.Named("/dev/tty.usbmodem3041", ports)!.LooksLikeVesc);
        Assert.Null(MacPorts.Named("/dev/tty.usbmodem1", ports));
    }

    [Fact]
    public async Task A_port_that_the_user_may_not_open_says_so() =>
        Assert.All(await FoundAsync(_ => false),
            port => Assert.StartsWith($"You may not open {port.Path}", port.Access.Reason, StringComparison.Ordinal));

    [Fact]
    public async Task Without_ioreg_the_names_are_still_found()
    {
        File.WriteAllText(Path.Combine(_dev.FullName, "cu.usbmodem3041"), "");
        File.WriteAllText(Path.Combine(_dev.FullName, "tty.usbmodem3041"), "");
        var port = Assert.Single(await MacPorts.FindAsync((_, _) => Task.FromResult<string?>(null), _ => true, _dev.FullName,
            CancellationToken.None));
        Assert.EndsWith("cu.usbmodem3041", port.Path, StringComparison.Ordinal);
        Assert.Null(port.VendorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+-o Root  <class IORegistryEntry, id 0x100000100, retain 39>\n  \"IOCalloutDevice\" = \"\"")]
    [InlineData("\"IOCalloutDevice\" = \"/dev/cu.nowhere\"")]
    [InlineData("ioreg: error: can't obtain registry entries.")]
    public void A_print_without_a_port_has_none(string print) => Assert.Empty(MacPorts.Parse(print));

    [Fact]
    public async Task What_a_program_writes_is_taken() =>
        Assert.Equal("a b\n", await MacPorts.OutputOfAsync("/bin/echo", ["a b"], TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("vescboot-no-such-program")]
    [InlineData("/bin/sh", "-c", "echo half; exit 1")]
    public async Task A_program_that_is_not_there_or_fails_has_nothing_to_say(string program, params string[] arguments) =>
        Assert.Null(await MacPorts.OutputOfAsync(program, arguments, TestContext.Current.CancellationToken));

    [Fact(Timeout = 120_000)]
    public async Task A_program_that_hangs_is_ended_with_the_wait_for_it()
    {
        using CancellationTokenSource stop = new();
        var waiting = MacPorts.OutputOfAsync("/bin/sleep", ["60"], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
