using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Benchmarks;

/// <summary>How long jobs take on a board behind the CAN bus, in the time of the simulated bus: nothing of it is the machine's.</summary>
internal static class CanMeasure
{
    private const int Uploaded = 345_744;

    private static readonly byte[] _code = [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i * 7))];

    public static void Run()
    {
        foreach (int kilobits in new[] { 250, 500, 1000 })
        {
            Tell(kilobits, "install, Lisp stored", _code, InstallAsync);
            Tell(kilobits, "install, nothing stored", default, InstallAsync);
            Tell(kilobits, "read-back of 131072 bytes", _code, ReadAsync);
            Tell(kilobits, $"upload of {Uploaded} bytes", _code, UploadAsync);
        }
    }

    private static void Tell(int kilobits, string what, ReadOnlyMemory<byte> lisp, Func<Board, ManualClock, Task<TimeSpan>> job)
    {
        var options = SimulatedBoardOptions.Parse($"id=10&can=20:6.05,30:7.00&can-baud={kilobits}");
        options = options with { CanBoards = [options.CanBoards[0] with { Lisp = lisp }, options.CanBoards[1]] };
        var clock = new ManualClock();
        using var simulated = new SimulatedBoard(options, clock);
        var took = clock.Run(async () =>
        {
            var source = simulated.CreateLinkSource();
            CanNode node;
            await using (var local = await Board.ConnectAsync(source, time: clock).ConfigureAwait(false))
            {
                node = (await local.ScanCanAsync().ConfigureAwait(false)).Nodes[0];
            }

            await using var board = await Board.ConnectAsync(source, node, time: clock).ConfigureAwait(false);
            return await job(board, clock).ConfigureAwait(false);
        });
        Console.WriteLine($"CAN at {kilobits} kbit/s, {what}: {took.TotalSeconds:0.00} s");
    }

    private static async Task<TimeSpan> InstallAsync(Board board, ManualClock clock)
    {
        var start = clock.Elapsed;
        var image = BootloaderImage.Parse("simulated", SimulatedImage.Bootloader());
        var result = await board.InstallBootloaderAsync(image, new InstallOptions { Confirm = (_, _) => new(true) }).ConfigureAwait(false);
        return result.Failure is null ? clock.Elapsed - start : throw new InvalidOperationException(result.Failure.Message);
    }

    private static async Task<TimeSpan> ReadAsync(Board board, ManualClock clock)
    {
        var reading = TimeSpan.Zero;
        var progress = new First(clock);
        var options = new DumpOptions
        {
            Range = DumpFlash.ParseRegion("bootloader")!.Value,
            Progress = progress,
            Save = _ =>
            {
                reading = clock.Elapsed - progress.Began;
                return "nowhere";
            },
        };
        var result = await board.DumpFlashAsync(options).ConfigureAwait(false);
        return result.Failure is null ? reading : throw new InvalidOperationException(result.Failure.Message);
    }

    private static async Task<TimeSpan> UploadAsync(Board board, ManualClock clock)
    {
        await board.SendAsync(new EraseNewAppRequest(Uploaded), CancellationToken.None).ConfigureAwait(false);
        await board.ForgetErasedCodeAsync(CancellationToken.None).ConfigureAwait(false);
        byte[] content = new byte[Uploaded];
        new Random(1).NextBytes(content);
        var start = clock.Elapsed;
        await new FlashWriter(board, WriteArea.Staging).WriteAsync(content, progress: null, CancellationToken.None).ConfigureAwait(false);
        return clock.Elapsed - start;
    }

    // When the phase began in which flash is read.
    private sealed class First(ManualClock clock) : IProgress<JobEvent>
    {
        public TimeSpan Began { get; private set; }

        public void Report(JobEvent value)
        {
            if (value is JobEvent.PhaseStarted)
            {
                Began = clock.Elapsed;
            }
        }
    }
}
