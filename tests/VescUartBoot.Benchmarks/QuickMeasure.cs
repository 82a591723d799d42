using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Benchmarks;

/// <summary>The same exchanges in a few seconds: median and 99th percentile, and what our side adds to bare calls.</summary>
/// <remarks>
/// Where the scheduler puts the two threads of an exchange weighs more than everything that is measured (18 or 70 µs a turn), and
/// it stays so for a whole pass. So the passes alternate, and of each kind the quickest counts.
/// </remarks>
internal static class QuickMeasure
{
    private const int Passes = 4;
    private const int WarmUp = 500;
    private const int Rounds = 3000;

    public static async Task RunAsync()
    {
        Console.WriteLine("µs per exchange          bare calls      link, inline    link, pool      own overhead");
        Console.WriteLine("request/reply bytes      median   p99    median   p99    median   p99    inline    pool");
        foreach ((int request, int reply) in ((int, int)[])[(6, 40), (14, 517)])
        {
            List<double[]> bares = [], inlines = [], pools = [];
            for (int pass = 0; pass < Passes; pass++)
            {
                bares.Add(MeasureBare(request, reply));
                inlines.Add(await MeasureLinkAsync(request, reply, resumeInline: true).ConfigureAwait(false));
                pools.Add(await MeasureLinkAsync(request, reply, resumeInline: false).ConfigureAwait(false));
            }

            (double[] bare, double[] inline, double[] pool) = (Quickest(bares), Quickest(inlines), Quickest(pools));
            Console.WriteLine(
                $"{request,4}/{reply,-18}{At(bare, 0.5),8:0.0}{At(bare, 0.99),6:0}{At(inline, 0.5),10:0.0}{At(inline, 0.99),6:0}"
                + $"{At(pool, 0.5),10:0.0}{At(pool, 0.99),6:0}{At(inline, 0.5) - At(bare, 0.5),10:0.0}"
                + $"{At(pool, 0.5) - At(bare, 0.5),8:0.0}");
        }

        await MeasureBoardAsync().ConfigureAwait(false);
    }

    /// <summary>The whole way of a question: retry policy, time-out, framing, link, decoder, matching, and back.</summary>
    private static async Task MeasureBoardAsync()
    {
        byte[] reply = Convert.FromHexString("022300060536305F4D4B35000102030405060708090A0B0C0000000001000000000000000018A103");
        List<double[]> bares = [], asked = [];
        for (int pass = 0; pass < Passes; pass++)
        {
            bares.Add(MeasureBare(6, reply.Length));
            using EchoBoard echo = new(reply);
            await using var board = await Board.ConnectAsync(new SerialPortSource(echo.Path), new BoardOptions(),
                TimeProvider.System).ConfigureAwait(false);
            double[] times = new double[Rounds];
            for (int round = -WarmUp; round < Rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                await board.SendAsync(new FirmwareVersionRequest(), CancellationToken.None).ConfigureAwait(false);
                if (round >= 0)
                {
                    times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                }
            }

            asked.Add(Sorted(times));
        }

        (double[] bare, double[] ask) = (Quickest(bares), Quickest(asked));
        Console.WriteLine(
            $"Board.AskAsync(FW_VERSION): median {At(ask, 0.5):0.0} µs, p99 {At(ask, 0.99):0} µs; bare calls {At(bare, 0.5):0.0} µs; own "
                + $"overhead {At(ask, 0.5) - At(bare, 0.5):0.0} µs");
    }

    private static double[] MeasureBare(int requestLength, int replyLength)
    {
        using EchoBoard board = new(requestLength, replyLength);
        UnixSerialPort.Open(board.Path).DisposeAsync().AsTask().GetAwaiter().GetResult();
        using RawExchange raw = new(board.Path, replyLength);
        byte[] request = new byte[requestLength];
        double[] times = new double[Rounds];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            raw.Run(request);
            if (round >= 0)
            {
                times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        return Sorted(times);
    }

    private static async Task<double[]> MeasureLinkAsync(int requestLength, int replyLength, bool resumeInline)
    {
        using EchoBoard board = new(requestLength, replyLength);
        var port = UnixSerialPort.Open(board.Path);
        LinkExchange exchange = new(port, replyLength, resumeInline);
        port.Start(exchange);
        byte[] request = new byte[requestLength];
        double[] times = new double[Rounds];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            await exchange.RunAsync(request).ConfigureAwait(false);
            if (round >= 0)
            {
                times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        await port.DisposeAsync().ConfigureAwait(false);
        return Sorted(times);
    }

    private static double[] Sorted(double[] times)
    {
        Array.Sort(times);
        return times;
    }

    private static double[] Quickest(List<double[]> passes) => passes.MinBy(times => At(times, 0.5))!;

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
