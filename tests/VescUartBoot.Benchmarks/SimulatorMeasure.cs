using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Benchmarks;

/// <summary>What simulated boards cost: jobs and an upgrade under a manual clock, memory, and how true real time is.</summary>
internal static class SimulatorMeasure
{
    public static async Task RunAsync()
    {
        Report("a board made", 200, static () => { using SimulatedBoard board = new(new SimulatedBoardOptions(), new ManualClock()); });
        var image = BootloaderImage.Parse("simulated", SimulatedImage.Bootloader());
        Report("an install under a manual clock", 100, () => Install(image));
        byte[] staged = SimulatedImage.Staged(SimulatedImage.Firmware("7.00", "60_MK6"), packed: true);
        Report("an upgrade to 7.00 under a manual clock (stage, jump, copy, two starts)", 10, () => Upgrade(staged));
        MeasureMemory();
        await MeasureTimersAsync().ConfigureAwait(false);
    }

    private static void Report(string what, int count, Action run)
    {
        double[] times = new double[count];
        run();
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{what}: median {times[count / 2]:0.00} ms, slowest {times[^1]:0.00} ms of {count}");
    }

    private static void Install(BootloaderImage image)
    {
        ManualClock clock = new();
        using SimulatedBoard simulated = new(new SimulatedBoardOptions(), clock);
        JobResult result = clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), new BoardOptions(),
                clock).ConfigureAwait(false);
            JobOptions setting = new() { Confirm = (_, _) => new ValueTask<bool>(true) };
            return await InstallBootloader.RunAsync(board, new InstallOptions { Image = image }.In(setting),
                CancellationToken.None).ConfigureAwait(false);
        });
        if (result.Failure is { } failure)
        {
            throw new InvalidOperationException(failure.Message);
        }
    }

    private static void Upgrade(byte[] staged) => Bench.On("fw=6.05&bootloader=present", async (client, bench) =>
    {
        await client.Ask([2, .. RawClient.Int(staged.Length)]);
        for (int at = 0; at < staged.Length; at += 384)
        {
            await client.Write(at, staged[at..Math.Min(at + 384, staged.Length)]);
        }

        await client.Send(1);
        await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        if (bench.Board.Report().Firmware != "7.00")
        {
            throw new InvalidOperationException("the upgrade did not take");
        }
    });

    /// <summary>200 boards of all versions: as they are made, and at their dearest, every sector of each written by an upgrade.</summary>
    private static void MeasureMemory()
    {
        using var process = Process.GetCurrentProcess();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        ManualClock clock = new();
        SimulatedBoard[] boards = [.. Enumerable.Range(0, 200).Select(i => new SimulatedBoard(
            new SimulatedBoardOptions { Firmware = FirmwareProfiles.All[i % FirmwareProfiles.All.Count].Name,
                Bootloader = SimulatedImage.Bootloader(), Seed = i }, clock))];
        Tell("200 boards, made");
        byte[] staged = SimulatedImage.Staged(SimulatedImage.Firmware("7.00", "60_MK6"), packed: true);
        clock.Run(async () =>
        {
            foreach (var board in boards)
            {
                var client = await RawClient.Open(board.CreateLinkSource(), clock).ConfigureAwait(false);
                for (int at = 0; at < staged.Length; at += 384)
                {
                    await client.Write(at,
                    staged[at..Math.Min(at + 384, staged.Length)]).ConfigureAwait(false);
                }

                await client.Send(1).ConfigureAwait(false);
            }
        });
        clock.Advance(TimeSpan.FromMinutes(2));
        // The watchdog of 3.49 bites after 11 s, in the middle of such a copy: those boards are bricked, as they would be.
        if (Array.Find(boards, static board => board.Report().Firmware != "7.00" && board.Options.Firmware != "3.49") is { } failed)
        {
            throw new InvalidOperationException("an upgrade did not take: " + failed.Options.Firmware);
        }

        Tell("200 boards, each upgraded to 7.00 with its own flash");
        Array.ForEach(boards, static board => board.Dispose());

        void Tell(string what)
        {
            long now = GC.GetTotalMemory(forceFullCollection: true);
            process.Refresh();
            Console.WriteLine(
                $"{what}: {(now - heap) / 1e6:0.0} MB of heap; the whole process {process.WorkingSet64 / 1e6:0} MB, at most "
                    + $"{process.PeakWorkingSet64 / 1e6:0} MB so far");
        }
    }

    private static async Task MeasureTimersAsync()
    {
        using HighResolutionTimeProvider time = new();
        double[] late = new double[500];
        for (int i = 0; i < late.Length; i++)
        {
            TaskCompletionSource<long> fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
            long start = time.GetTimestamp();
            await using var timer = time.CreateTimer(_ => fired.TrySetResult(time.GetTimestamp()), null, TimeSpan.FromMicroseconds(700),
                Timeout.InfiniteTimeSpan);
            late[i] = time.GetElapsedTime(start, await fired.Task.ConfigureAwait(false)).TotalMicroseconds - 700;
        }

        Array.Sort(late);
        Console.WriteLine(
            $"a timer of 700 µs comes late by: median {late[late.Length / 2]:0} µs, p99 {late[(int)(0.99 * late.Length)]:0} µs");
    }
}
