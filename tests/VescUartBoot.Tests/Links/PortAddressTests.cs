using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

public sealed class PortAddressTests
{
    [Theory]
    [InlineData("/dev/ttyACM0", "/dev/ttyACM0")]
    [InlineData(" /dev/ttyACM0 ", "/dev/ttyACM0")]
    [InlineData("./board", "./board")]
    [InlineData("/dev/cu.usbmodem3041", "/dev/cu.usbmodem3041")]
    [InlineData("ttyUSB1", "/dev/ttyUSB1")]
    [InlineData("COM5", "COM5")]
    [InlineData("com12", "COM12")]
    [InlineData(@"\\.\COM10", "COM10")]
    public void A_serial_port_is_read(string typed, string path) => Assert.Equal(new PortAddress.Serial(path), PortAddress.Parse(typed));

    [Theory]
    [InlineData("tcp://10.0.0.7:65102", "10.0.0.7", 65102, "tcp://10.0.0.7:65102")]
    [InlineData("TCP://vesc.local:1/", "vesc.local", 1, "tcp://vesc.local:1")]
    [InlineData("tcp://[::1]:65535", "::1", 65535, "tcp://[::1]:65535")]
    [InlineData("tcp://[fe80::1%eth0]:80", "fe80::1%eth0", 80, "tcp://[fe80::1%eth0]:80")]
    public void A_host_and_port_are_read(string typed, string host, int port, string text)
    {
        var address = PortAddress.Parse(typed);
        Assert.Equal(new PortAddress.Tcp(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("sim://", "sim://")]
    [InlineData("SIM://?fw=6.05&hw=60_MK6", "sim://?fw=6.05&hw=60_MK6")]
    public void A_simulated_board_is_recognised_and_left_to_the_simulator(string typed, string address)
    {
        var read = PortAddress.Parse(typed);
        Assert.Equal(new PortAddress.Simulated(address), read);
        Assert.Throws<NotSupportedException>(() => read.ToSource());
    }

    [Theory]
    [InlineData(null, "No port was named")]
    [InlineData("", "No port was named")]
    [InlineData("hello",
        "'hello' is not a port; a port is /dev/ttyACM0, COM5, tcp://HOST:PORT or sim://.")]
    [InlineData("COM0", "'COM0' is not a port")]
    [InlineData("COM5:", "'COM5:' is not a port")]
    [InlineData("/dev/", "'/dev/' is not a port")]
    [InlineData("/dev/tty\0ACM0", "zero byte")]
    [InlineData("udp://x:1", "scheme that is not known")]
    [InlineData("tcp://host", "names no port number")]
    [InlineData("tcp://[::1]", "names no port number")]
    [InlineData("tcp://host:0", "from 1 to 65535")]
    [InlineData("tcp://host:65536", "from 1 to 65535")]
    [InlineData("tcp://host:+5", "from 1 to 65535")]
    [InlineData("tcp://:5", "no valid host name")]
    [InlineData("tcp://a b:5", "no valid host name")]
    [InlineData("tcp://[::1:5", "no valid host name")]
    [InlineData("tcp://::1:5", "without brackets")]
    public void Anything_else_is_refused_with_what_is_wrong(string? typed, string problem)
    {
        Assert.False(PortAddress.TryParse(typed, out _, out string? said));
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_makes_the_source_that_opens_it()
    {
        var serial = Assert.IsType<SerialPortSource>(PortAddress.Parse("/dev/ttyACM0").ToSource(250_000));
        Assert.Equal(250_000, serial.BaudRate);
        Assert.Equal("/dev/ttyACM0", serial.Name);
        Assert.Equal("tcp://[::1]:7", Assert.IsType<TcpSource>(PortAddress.Parse("tcp://[::1]:7").ToSource()).Name);
    }
}
