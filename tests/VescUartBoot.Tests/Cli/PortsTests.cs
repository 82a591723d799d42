using VescUartBoot.Cli.Doctor;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Cli;

public sealed class PortsTests : IDisposable
{
    private const int Longest = 300_000;

    private static readonly (string, string)[] Vesc = [("idVendor", "0483"), ("idProduct", "5740"),
        ("product", "ChibiOS/RT Virtual COM Port"), ("serial", "304")];

    private readonly FakeSystem _system = new();

    public void Dispose() => _system.Dispose();

    private SystemInspector Machine => new(_system.Root);

    [Fact(Timeout = Longest)]
    public async Task A_probe_asks_what_may_be_a_VESC_and_sends_no_byte_to_anything_else()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        using var other = new PseudoTerminal();
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.LeadTo("ttyACM0", board.Path);
        _system.AddUsb("ttyUSB0", "1-3", "ftdi_sio", true, ("idVendor", "0403"), ("idProduct", "6001"));
        _system.LeadTo("ttyUSB0", other.Path);

        var answers = new List<ProbeAnswer?>();
        foreach (var port in await Machine.FindPortsAsync())
        {
            answers.Add(await PortProbe.AskAsync(port, TestContext.Current.CancellationToken));
        }

        Assert.Equal("60_MK6", answers[0]!.Board!.Hardware);
        Assert.Null(answers[1]);
        Assert.Equal(0, other.Read(new byte[16], timeoutMilliseconds: 0));
    }

    [Fact(Timeout = Longest)]
    public async Task A_port_that_another_program_holds_is_not_asked()
    {
        using var board = new ServedBoard("fw=6.05&timing=off");
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.LeadTo("ttyACM0", board.Path);
        _system.AddProcess(4711, "screen", _system.Node("ttyACM0"));

        var answer = await PortProbe.AskAsync(Assert.Single(await Machine.FindPortsAsync()), TestContext.Current.CancellationToken);

        Assert.Equal("not asked: another program has it", answer!.Problem);
        Assert.Empty(board.Commands);
    }

    [Fact]
    public async Task A_port_is_told_in_80_columns_with_who_holds_it_and_why_it_may_not_be_opened()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        _system.AddProcess(4711, "screen", _system.Node("ttyACM0"));
        var port = Assert.Single(await Machine.FindPortsAsync()) with
        {
            Path = "/dev/ttyACM0",
            Access = new(false,
                "You may not open /dev/ttyACM0, which belongs to the group 'dialout'.")
            {
                Problem = PortAccessProblem.NotInGroup,
                Group = "dialout"
            }
        };

        Assert.Equal(
            [
                "/dev/ttyACM0    0483:5740  maybe  ChibiOS/RT Virtual COM Port, serial 304",
                "                You may not open /dev/ttyACM0, which belongs to the group",
                "                'dialout'; run sudo usermod -aG dialout $USER, then log out and",
                "                in again.",
                "                held by screen (process 4711)",
            ],
            PortReport.ToLines(port, null, 79));
    }

    [Fact(Timeout = Longest)]
    public async Task A_watch_tells_what_comes_and_goes_and_ends_when_it_is_told_to()
    {
        _system.AddUsb("ttyACM0", "1-2", "cdc_acm", false, Vesc);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new PortWatch(Machine, await Machine.FindPortsAsync());
        await using var changes = watch.RunAsync(stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var next = changes.MoveNextAsync().AsTask();
        _system.AddUsb("ttyACM1", "1-3", "cdc_acm", false, Vesc);
        Assert.True(await next);
        Assert.Equal((PortChange.Plugged, _system.Node("ttyACM1")), (changes.Current.Change, changes.Current.Port.Path));

        next = changes.MoveNextAsync().AsTask();
        File.Delete(Path.Combine(_system.Sys, "class/tty/ttyACM0"));
        File.Delete(_system.Node("ttyACM0"));
        Assert.True(await next);
        Assert.Equal((PortChange.Unplugged, _system.Node("ttyACM0")), (changes.Current.Change, changes.Current.Port.Path));

        next = changes.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        Assert.False(await next);
    }
}
