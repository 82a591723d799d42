using System.IO.Ports;
using System.Runtime.Versioning;
using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Links;

[UnsupportedOSPlatform("windows")]
public sealed class StreamLinkSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_stream_of_another_serial_port_leads_to_a_board_as_the_README_says()
    {
        using HighResolutionTimeProvider clock = new();
        using SimulatedBoard simulated = new(SimulatedBoardOptions.Parse("fw=6.05&timing=off"), clock);
        using PseudoTerminalServer server = new(simulated);
        string path = server.Path!;

        StreamLinkSource source = new("my port", () =>
        {
            SerialPort port = new(path);
            port.Open();
            return port.BaseStream;
        });
        await using var board = await Board.ConnectAsync(source, new BoardOptions(), TimeProvider.System,
            cancellationToken: Cancellation);

        Assert.Equal("60_MK6", board.Identity.Hardware);
    }

    [Fact(Timeout = 120_000)]
    public async Task Whatever_an_opening_throws_is_a_link_that_did_not_open()
    {
        StreamLinkSource source = new("far away", () => throw new NotSupportedException("out of paper"));

        var refusal = await Assert.ThrowsAsync<LinkOpenException>(() => source.OpenAsync(Cancellation).AsTask());

        Assert.Equal(LinkOpenFailure.Failed, refusal.Failure);
        Assert.Contains("out of paper", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Whatever_a_foreign_stream_throws_is_a_lost_link()
    {
        await using StreamLink link = new("foreign", new HostileStream());
        RecordingReceiver receiver = new();

        Assert.IsType<ArithmeticException>(
            (await Assert.ThrowsAsync<LinkLostException>(() => link.WriteAsync("x"u8.ToArray(), Cancellation).AsTask())).InnerException);
        link.Start(receiver);
        Assert.IsType<ArithmeticException>((await receiver.Lost).InnerException);
    }

    private sealed class HostileStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default) => throw new ArithmeticException("no number");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer,
            CancellationToken cancellationToken = default) => throw new ArithmeticException("no number");

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            throw new ArithmeticException("no number");
        }
    }
}
