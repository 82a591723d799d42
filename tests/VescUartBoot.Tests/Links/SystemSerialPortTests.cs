using System.Runtime.Versioning;
using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using PseudoTerminal = VescUartBoot.TestKit.PseudoTerminal;

namespace VescUartBoot.Tests.Links;

/// <summary>System.IO.Ports keeps the promises of the library's own port, where it is weak too.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SystemSerialPortTests : IDisposable
{
    private readonly PseudoTerminal _board = new();
    private readonly RecordingReceiver _receiver = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-");

    public void Dispose()
    {
        _board.Dispose();
        _folder.Delete(recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ILink OpenStarted()
    {
        var port = SystemSerialPort.Open(_board.Path);
        port.Start(_receiver);
        return port;
    }

    private static LinkOpenFailure FailureOf(string path) => Assert.Throws<LinkOpenException>(() => SystemSerialPort.Open(path)).Failure;

    [Fact(Timeout = 120_000)]
    public async Task Bytes_go_both_ways_unchanged()
    {
        await using var port = OpenStarted();
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        await port.WriteAsync(all, Cancellation);
        Assert.Equal(all, _board.ReadExactly(256));

        _board.Write(all);
        Assert.Equal(all, await _receiver.ReadAsync(256));
    }

    [Fact(Timeout = 120_000)]
    public async Task Portions_arrive_in_order_and_nothing_is_lost()
    {
        await using var port = OpenStarted();
        byte[] sent = new byte[100_000];
        new Random(1).NextBytes(sent);
        var sending = Task.Run(
            () =>
            {
                for (int at = 0; at < sent.Length; at += 500)
                {
                    _board.Write(sent.AsSpan(at, 500));
                }
            },
            Cancellation);

        Assert.Equal(sent, await _receiver.ReadAsync(sent.Length));
        await sending;
    }

    [Fact(Timeout = 120_000)]
    public async Task What_came_before_opening_is_thrown_away()
    {
        await using (SystemSerialPort.Open(_board.Path))
        {
            _board.Write("old"u8);
        }

        await using var port = OpenStarted();
        _board.Write("new"u8);
        Assert.Equal("new", await _receiver.ReadTextAsync(3));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_second_opening_is_busy_and_names_the_holder()
    {
        await using var port = OpenStarted();
        var refusal = Assert.Throws<LinkOpenException>(() => SystemSerialPort.Open(_board.Path));
        Assert.Equal(LinkOpenFailure.Busy, refusal.Failure);
        Assert.Contains($"(process {Environment.ProcessId})", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reasons_why_a_port_does_not_open_are_told_apart()
    {
        string file = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(file, "kept");
        Assert.Equal(LinkOpenFailure.NotFound, FailureOf(Path.Combine(_folder.FullName, "ttyACM0")));
        Assert.Equal(LinkOpenFailure.NotATerminal, FailureOf(file));
        Assert.Equal(LinkOpenFailure.NotATerminal, FailureOf(_folder.FullName));
        Assert.Equal(LinkOpenFailure.NotATerminal, FailureOf("/dev/zero"));
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_symbolic_link_to_a_port_is_followed()
    {
        string link = Path.Combine(_folder.FullName, "board");
        File.CreateSymbolicLink(link, _board.Path);
        await using var port = SystemSerialPort.Open(link);
        Assert.Equal(link, port.Name);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(9600)]
    [InlineData(250_000)]
    [InlineData(1_234_567)]
    public async Task Any_baud_rate_can_be_set(int baudRate)
    {
        await using var port = SystemSerialPort.Open(_board.Path, baudRate);
        Assert.Equal(baudRate, port.BaudRate);
        Assert.Equal(baudRate, _board.BaudRate);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pulled_cable_is_told_once_and_the_port_takes_nothing_more()
    {
        var port = OpenStarted();
        _board.Dispose();
        Assert.Equal(port.Name, (await _receiver.Lost).LinkName);
        await Assert.ThrowsAsync<LinkLostException>(() => port.WriteAsync("x"u8.ToArray(), Cancellation).AsTask());
        await port.DisposeAsync();
        Assert.Equal(1, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stuck_write_fails_when_the_cable_is_pulled()
    {
        await using var port = OpenStarted();
        var stuck = port.WriteAsync(new byte[1_000_000], Cancellation).AsTask();
        _board.Dispose();
        await Assert.ThrowsAsync<LinkLostException>(() => stuck);
        await _receiver.Lost;
    }

    [Theory(Timeout = 120_000)]
    [InlineData(600)]
    [InlineData(100_000)]
    public async Task A_write_that_nobody_takes_hangs_neither_its_caller_nor_the_close_and_the_port_opens_again(int size)
    {
        var port = OpenStarted();
        using CancellationTokenSource giveUp = new();
        for (int sent = 0; sent < 100_000; sent += size)
        {
            var stuck = port.WriteAsync(new byte[size], giveUp.Token).AsTask();
            if (await Task.WhenAny(stuck, Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation)) == stuck)
            {
                continue;
            }

            await giveUp.CancelAsync();
            await Assert.ThrowsAsync<LinkLostException>(() => stuck);
            break;
        }

        await port.DisposeAsync();
        await (await new SerialPortSource(_board.Path) { PortKind = SerialPortKind.System }.OpenAsync(Cancellation)).DisposeAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task Disposing_during_a_read_tells_nobody_of_a_loss()
    {
        var port = OpenStarted();
        await port.DisposeAsync();
        await port.DisposeAsync();
        _board.Dispose();
        Assert.Equal(0, _receiver.Losses);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_port_can_be_opened_again_as_soon_as_it_is_disposed()
    {
        for (int round = 0; round < 20; round++)
        {
            await using var port = SystemSerialPort.Open(_board.Path);
            port.Start(new RecordingReceiver());
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task The_port_of_a_board_that_restarts_is_closed_as_soon_as_the_jump_is_out()
    {
        using HighResolutionTimeProvider clock = new();
        using SimulatedBoard simulated = new(SimulatedBoardOptions.Parse("fw=6.05&bootloader=present&timing=off"), clock);
        using PseudoTerminalServer server = new(simulated, Path.Combine(_folder.FullName, "vesc"));
        SerialPortSource source = new(server.LinkPath!)
        {
            PortKind = SerialPortKind.System,
            OpenPort = (path, baud, _) => SystemSerialPort.Open(path, baud, LinkKind.VescUsb),
        };
        await using var board = await Board.ConnectAsync(source, new BoardOptions(), TimeProvider.System,
            cancellationToken: Cancellation);

        Assert.NotNull(await board.RestartThroughBootloaderAsync(new RestartOptions { PollFrom = TimeSpan.FromSeconds(1) }, waiting: null));
    }
}
