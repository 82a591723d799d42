using System.Diagnostics;
using System.Text;
using VescUartBoot.EndToEnd;
using VescUartBoot.Links;

#pragma warning disable MA0047 // The runtime looks for exactly this name.
/// <summary>Called by the runtime before a program's own start if DOTNET_STARTUP_HOOKS names this assembly.</summary>
internal static class StartupHook
#pragma warning restore MA0047
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(LinkTrial.Variable)?.Split(' ') is [var trial, var port])
        {
            Console.Out.WriteLine(LinkTrial.RunAsync(trial, port).GetAwaiter().GetResult());
            Environment.Exit(0);
        }
    }
}

namespace VescUartBoot.EndToEnd
{
    /// <summary>What a link must do that no command shows, tried inside the published tool and with its library.</summary>
    internal static class LinkTrial
    {
        public const string Variable = "VESCBOOT_LINK_TRIAL";
        public const string Echo = "echo";
        public const string StuckWrite = "stuckWrite";
        public const string CloseDuringRead = "closeDuringRead";
        public const string HangUp = "hangUp";
        public const string ManyOpenings = "manyOpenings";
        public const int EchoBytes = Exchanges * ExchangeBytes;

        private const int Exchanges = 300;
        private const int ExchangeBytes = 500;
        private const int Openings = 300;
        private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(500);

        /// <summary>Says "kept" and what was measured, or what was not as it should be.</summary>
        public static async Task<string> RunAsync(string trial, string port) => trial switch
        {
            Echo => await EchoAsync(port),
            StuckWrite => await StuckWriteAsync(port),
            CloseDuringRead => await CloseDuringReadAsync(port),
            HangUp => await HangUpAsync(port),
            _ => await ManyOpeningsAsync(port),
        };

        private static async Task<string> EchoAsync(string port)
        {
            await using var link = SerialPortLink.OpenPort(port);
            var receiver = new Receiver();
            link.Start(receiver);
            byte[] sent = new byte[ExchangeBytes];
            var times = new List<double>();
            var random = new Random(1);
            for (int i = 0; i < Exchanges; i++)
            {
                random.NextBytes(sent);
                long start = Stopwatch.GetTimestamp();
                var coming = receiver.Expect(sent.Length);
                await link.WriteAsync(sent, CancellationToken.None);
                byte[] came = await coming;
                if (!sent.SequenceEqual(came))
                {
                    return $"exchange {i} came back changed";
                }

                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            return $"kept: {Exchanges} exchanges of {ExchangeBytes} bytes, median {times[Exchanges / 2]:0.00} ms, worst {times[^1]:0.00} "
                + "ms";
        }

        private static async Task<string> StuckWriteAsync(string port)
        {
            var link = SerialPortLink.OpenPort(port);
            link.Start(new Receiver());
            using var giveUp = new CancellationTokenSource(_soon);
            try
            {
                await link.WriteAsync(new byte[1_000_000], giveUp.Token);
                return "a write that nobody takes came to an end";
            }
            catch (LinkLostException e) when (e.InnerException is OperationCanceledException)
            {
                long start = Stopwatch.GetTimestamp();
                await link.DisposeAsync();
                double close = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                await using var again = SerialPortLink.OpenPort(port);
                return close < _soon.TotalMilliseconds ? $"kept: closed after {close:0} ms" : $"the close took {close:0} ms";
            }
        }

        private static async Task<string> CloseDuringReadAsync(string port)
        {
            var receiver = new Receiver();
            var link = SerialPortLink.OpenPort(port);
            link.Start(receiver);

            // What was read shows that the reader is at work; behind it nothing comes, so it waits for more.
            var first = receiver.Expect(1);
            await link.WriteAsync(new byte[1], CancellationToken.None);
            await first;
            long start = Stopwatch.GetTimestamp();
            await link.DisposeAsync();
            double close = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return receiver.Lost.IsCompleted ? "the owner was told of a loss"
                : close < _soon.TotalMilliseconds ? $"kept: closed after {close:0} ms" : $"the close took {close:0} ms";
        }

        private static async Task<string> HangUpAsync(string port)
        {
            var receiver = new Receiver();
            var link = SerialPortLink.OpenPort(port);
            link.Start(receiver);
            await link.WriteAsync(Encoding.ASCII.GetBytes("open"), CancellationToken.None);
            var reason = await receiver.Lost;
            try
            {
                await link.WriteAsync(new byte[1], CancellationToken.None);
                return "a port that is gone takes bytes";
            }
            catch (LinkLostException)
            {
                await link.DisposeAsync();
                return $"kept: {reason.Message}";
            }
        }

        private static async Task<string> ManyOpeningsAsync(string port)
        {
            await OpenAndCloseAsync(50);
            int before = CountHandles();
            long start = Stopwatch.GetTimestamp();
            await OpenAndCloseAsync(Openings);
            double each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / Openings;
            int leaked = CountHandles() - before;
            return leaked < Openings ? $"kept: {each:0.0} ms each, {leaked} more handles than {before}" : $"{leaked} handles leaked";

            // A thread that has ended keeps its handles until the collector comes by; and what Wine counts are the places of its table, of
            // which it never has fewer again.
            static int CountHandles()
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var self = Process.GetCurrentProcess();
                return self.HandleCount;
            }

            async Task OpenAndCloseAsync(int rounds)
            {
                for (int round = 0; round < rounds; round++)
                {
                    await using (var link = SerialPortLink.OpenPort(port))
                    {
                        link.Start(new Receiver());
                    }

                    if (round % 10 == 0)
                    {
                        GC.Collect();
                        GC.WaitForPendingFinalizers();
                    }
                }
            }
        }

        private sealed class Receiver : ILinkReceiver
        {
            private readonly Lock _gate = new();
            private readonly TaskCompletionSource<LinkLostException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
            private readonly List<byte> _bytes = [];
            private TaskCompletionSource<byte[]>? _expected;
            private int _count;

            public Task<LinkLostException> Lost => _lost.Task;

            public Task<byte[]> Expect(int count)
            {
                lock (_gate)
                {
                    _count = count;
                    _bytes.Clear();
                    _expected = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
                    return _expected.Task;
                }
            }

            public void OnBytes(ReadOnlySpan<byte> bytes)
            {
                lock (_gate)
                {
                    _bytes.AddRange(bytes);
                    if (_bytes.Count >= _count)
                    {
                        _expected?.TrySetResult([.. _bytes]);
                    }
                }
            }

            public void OnLost(LinkLostException reason) => _lost.TrySetResult(reason);
        }
    }
}
