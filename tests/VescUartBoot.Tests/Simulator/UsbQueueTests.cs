using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>What becomes of replies that the host does not fetch.</summary>
public sealed class UsbQueueTests
{
    private static readonly byte[] Read = RawClient.Frame([130, .. RawClient.Int(502), .. RawClient.Int(0)]);

    /// <summary>A host that has the port open and takes bytes only when it is told to.</summary>
    private sealed class LazyHost : IHostClient
    {
        public List<byte> Taken { get; } = [];

        public bool Reads { get; set; }

        public int Deliver(ReadOnlySpan<byte> bytes)
        {
            Taken.AddRange(Reads ? bytes : []);
            return Reads ? bytes.Length : 0;
        }

        public void Lost(string reason)
        {
        }
    }

    private static void On(SimulatedBoardOptions options, Action<LazyHost, SimulatedBoard, ManualClock> test)
    {
        var clock = new ManualClock();
        using var board = new SimulatedBoard(options, clock);
        var host = new LazyHost();
        Assert.True(board.Port.TryOpen(host));
        test(host, board, clock);
    }

    private static void Send(SimulatedBoard board, byte[] frame, int times)
    {
        for (int i = 0; i < times; i++)
        {
            board.Clock.Post(() => board.Port.FromHost(frame));
        }
    }

    [Fact]
    public void A_host_that_does_not_read_holds_the_board_up_for_100_milliseconds_and_then_loses_replies() =>
        On(new SimulatedBoardOptions { Lisp = new byte[600] }, (host, board, clock) =>
        {
            // Replies of 517 bytes: one and 507 bytes of the next fill the queue.
            Send(board, Read, 4);
            clock.Advance(TimeSpan.FromMilliseconds(99));
            Assert.Equal((1024, 0L, 2L), (((UsbPort)board.Port).Queued, board.Report().BytesLost, board.Report().Replies));
            clock.Advance(TimeSpan.FromMilliseconds(3));
            Assert.Equal((10L + 517 + 517, 4L), (board.Report().BytesLost, board.Report().Replies));

            // Once the host reads, the next reply fits, and the board waits again for the one after it.
            host.Reads = true;
            board.Clock.Post(board.Port.ClientIsReady);
            clock.Advance(TimeSpan.FromMilliseconds(5));
            Assert.Equal(1024, host.Taken.Count);
            Send(board, Read, 1);
            clock.Advance(TimeSpan.FromMilliseconds(5));
            Assert.Equal(1024 + 517, host.Taken.Count);
        });

    [Fact]
    public void Up_to_3_56_the_board_waits_for_ever() => On(new SimulatedBoardOptions { Firmware = "3.48" }, (host, board, clock) =>
    {
        Send(board, RawClient.Frame(4), 40);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1024, 0L), (((UsbPort)board.Port).Queued, board.Report().BytesLost));
        Assert.InRange(board.Report().Replies, 10, 20);
        host.Reads = true;
        board.Clock.Post(board.Port.ClientIsReady);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(40, board.Report().Replies);
        Assert.Equal(40 * (74 + 5), host.Taken.Count);
    });
}
