using System.Text;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Framing;

/// <summary>A trace on a disk that stands still: nobody waits for it, and nothing is lost.</summary>
public sealed class SlowTraceTests
{
    [Fact(Timeout = 60_000)]
    public void A_disk_that_stands_still_holds_up_nobody_and_gets_every_line_at_the_end()
    {
        using var disk = new StandingDisk();
        var trace = new FrameTraceWriter(new StreamWriter(disk) { NewLine = "\n" }, new ManualClock(), "port", static (_, _) => "");
        for (int i = 0; i < 1000; i++)
        {
            trace.Sent([1, 2, 3]);
            trace.Received([4, 5, 6]);
        }

        Assert.Equal(0, disk.Taken.Length);
        disk.Moves.Set();
        trace.Dispose();

        Assert.Null(trace.Error);
        Assert.Equal(2003, Encoding.UTF8.GetString(disk.Taken.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact(Timeout = 60_000)]
    public void A_disk_that_falls_behind_for_good_ends_the_trace_and_not_the_job()
    {
        using var disk = new StandingDisk();
        using var trace = new FrameTraceWriter(new StreamWriter(disk) { NewLine = "\n" }, new ManualClock(), "port", static (_, _) => "");
        string note = new('x', 1000);

        // Twice the limit: what waits when the disk is first written to is out of the way of the next lines.
        for (int i = 0; i < (2 * FrameTraceWriter.MostWaiting / 1000) + 10_000; i++)
        {
            trace.Note(note);
        }

        Assert.IsType<IOException>(trace.Error);
        disk.Moves.Set();
    }

    private sealed class StandingDisk : MemoryStream
    {
        public ManualResetEventSlim Moves { get; } = new();

        public MemoryStream Taken { get; } = new();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Moves.Wait();
            Taken.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Moves.Wait();
            Taken.Write(buffer);
        }
    }
}
