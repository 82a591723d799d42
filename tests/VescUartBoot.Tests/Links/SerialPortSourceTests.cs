using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Links;

public sealed class SerialPortSourceTests : IDisposable
{
    private readonly PseudoTerminal _board = new();
    private readonly FakeSystem _system = new();

    public void Dispose()
    {
        _board.Dispose();
        _system.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_port_that_the_system_knows_as_a_VESC_is_opened_as_one_without_a_baud_rate()
    {
        // The made-up system says that the pseudo-terminal is the USB of a VESC.
        string number = Path.GetFileName(_board.Path);
        _system.AddUsb(number, "1-2", "cdc_acm", false, ("idVendor", "0483"), ("idProduct", "5740"));
        await using var link = await new SerialPortSource(_board.Path)
        {
            SysRoot = _system.Sys,
            DevRoot = "/dev/pts"
        }.OpenAsync(Cancellation);
        Assert.Equal(LinkKind.VescUsb, link.Kind);
        Assert.Null(link.BaudRate);
    }

    [Fact(Timeout = 120_000)]
    public async Task Any_other_port_is_of_unknown_kind_and_has_its_baud_rate()
    {
        await using var link = await new SerialPortSource(_board.Path, 57_600).OpenAsync(Cancellation);
        Assert.Equal(LinkKind.Unknown, link.Kind);
        Assert.Equal(57_600, link.BaudRate);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_source_opens_again_and_says_when_its_port_is_gone()
    {
        // By a link, as the number of a pseudo-terminal that is gone is given to the next one, of another test.
        string link = _system.Node("ttyACM0");
        File.CreateSymbolicLink(link, _board.Path);
        SerialPortSource source = new(link);
        await (await source.OpenAsync(Cancellation)).DisposeAsync();
        await (await source.OpenAsync(Cancellation)).DisposeAsync();
        File.Delete(link);
        var refusal = await Assert.ThrowsAsync<LinkOpenException>(() => source.OpenAsync(Cancellation).AsTask());
        Assert.Equal(LinkOpenFailure.NotFound, refusal.Failure);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_driver_that_does_not_answer_is_left_behind_and_what_it_opens_late_is_closed()
    {
        using ManualResetEventSlim device = new();
        SerialPortSource source = new(_board.Path)
        {
            TimeProvider = new ImpatientTime(),
            OpenPort = (path, baudRate, kind) =>
            {
                device.Wait();
                return UnixSerialPort.Open(path, baudRate, kind);
            },
        };
        var refusal = await Assert.ThrowsAsync<LinkOpenException>(() => source.OpenAsync(Cancellation).AsTask());
        Assert.Equal(LinkOpenFailure.Failed, refusal.Failure);
        Assert.Contains("did not open within 5 s", refusal.Message, StringComparison.Ordinal);

        device.Set();
        await source.LateClose!;
        await (await new SerialPortSource(_board.Path).OpenAsync(Cancellation)).DisposeAsync();
    }

    [Fact]
    public void A_baud_rate_is_positive() => Assert.Throws<ArgumentOutOfRangeException>(() => new SerialPortSource("/dev/ttyACM0", 0));
}
