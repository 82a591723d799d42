using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Messages;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Benchmarks;

/// <summary>How long an upgrade takes from the first erase to the jump, beside sending and waiting chunk by chunk on the same
/// board.</summary>
/// <remarks>The board has 1 ms of turn-around, 16 µs a byte, 1 s an erase, in real time; or the same behind a UART at 115200
/// baud.</remarks>
internal static class UpgradeMeasure
{
    private const int BaselineChunk = 384;

    private static readonly BoardTiming _timing = BoardTiming.Real with { WatchdogReprogramming = TimeSpan.Zero };

    private static readonly BootloaderImage _bootloader = BootloaderImage.Parse("simulated", SimulatedImage.Bootloader());

    /// <param name="files">Real images: version, hardware and file, in turn; without any, made-up ones of 7.00 and 5.03.</param>
    public static async Task RunAsync(IReadOnlyList<string> files)
    {
        List<Target> targets = [.. files.Chunk(3).Select(f => new Target(f[0], f[1], File.ReadAllBytes(f[2])))];
        if (targets.Count == 0)
        {
            targets = [new("7.00", "60_MK6", SimulatedImage.Firmware("7.00", "60_MK6")),
                new("5.03", "60_MK6", SimulatedImage.Firmware("5.03", "60_MK6"))];
        }

        foreach (var target in targets)
        {
            foreach (string transport in new[] { "usb", "uart" })
            {
                foreach (var compress in target.Image.Length > 393208
                    ? new[] { ImageCompression.Auto }
                    : [ImageCompression.Never, ImageCompression.Always])
                {
                    await CompareAsync(target, transport, compress).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task CompareAsync(Target target, string transport, ImageCompression compress)
    {
        byte[] stored = (compress == ImageCompression.Never || (compress == ImageCompression.Auto && target.Image.Length <= 393208)
            ? StagedImage.Plain(target.Image) : StagedImage.Packed(target.Image)).Bytes.ToArray();
        var baseline = await OnBoardAsync(target, transport, board => SendAndWaitAsync(board, stored)).ConfigureAwait(false);
        var (upload, whole) = await OnBoardAsync(target, transport, board => UpgradeAsync(board, target, compress)).ConfigureAwait(false);
        Console.WriteLine(
            $"{target.Version}/{target.Hardware} over {transport}, {stored.Length} bytes "
            + $"{(compress == ImageCompression.Never ? "plain" : "packed")}: "
            + $"erase to jump {upload.TotalSeconds:0.00} s (stop and wait, {BaselineChunk} bytes a chunk: "
            + $"{baseline.Upload.TotalSeconds:0.00} s); from opening to jump {whole.TotalSeconds:0.00} s");
    }

    private static async Task<(TimeSpan Upload, TimeSpan Whole)> OnBoardAsync(Target target, string transport,
        Func<Board, Task<(TimeSpan, TimeSpan)>> run)
    {
        using var clock = new HighResolutionTimeProvider();
        var options = SimulatedBoardOptions.Parse($"fw=6.05&transport={transport}{(transport == "usb" ? "&kind=usb" : "")}") with
        {
            Hardware = target.Hardware,
            Timing = _timing,
            Bootloader = SimulatedImage.Bootloader(),
            KnownFirmware = image => image.Span[..target.Image.Length].SequenceEqual(target.Image)
                ? (target.Version, target.Hardware)
                : null,
        };
        using var simulated = new SimulatedBoard(options, clock);
        await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), new BoardOptions(),
            TimeProvider.System).ConfigureAwait(false);
        return await run(board).ConfigureAwait(false);
    }

    private static async Task<(TimeSpan Upload, TimeSpan Whole)> UpgradeAsync(Board board, Target target, ImageCompression compress)
    {
        var events = new Timeline();
        using var stop = new CancellationTokenSource();
        var options = new UpgradeOptions
        {
            Target = new FirmwareTarget.Release(target.Version),
            Firmware = target,
            Bootloader = new InstallOptions { Image = _bootloader },
            Keep = _ => "nowhere",
            AllowDowngrade = true,
            Compress = compress,
            Restart = new RestartOptions { GiveUpAfter = TimeSpan.FromSeconds(1), PollFrom = TimeSpan.Zero },
        };
        await UpgradeFirmware.RunAsync(board,
            options.In(new JobOptions { Progress = events, Confirm = (_, _) => new ValueTask<bool>(true) }),
            stop.Token).ConfigureAwait(false);
        return (events.At(JobPhase.Restart) - events.At(JobPhase.Erase), events.At(JobPhase.Restart));
    }

    // What the rival does: the chunks that are not all 0xFF, one after the other, each answered before the next.
    private static async Task<(TimeSpan Upload, TimeSpan Whole)> SendAndWaitAsync(Board board, byte[] stored)
    {
        long start = Stopwatch.GetTimestamp();
        await board.SendAsync(new EraseNewAppRequest(stored.Length), CancellationToken.None).ConfigureAwait(false);
        for (int at = 0; at < stored.Length; at += BaselineChunk)
        {
            var chunk = stored.AsMemory(at, Math.Min(BaselineChunk, stored.Length - at));
            if (chunk.Span.ContainsAnyExcept((byte)0xFF))
            {
                await board.SendAsync(WriteNewAppDataRequest.Program(WriteArea.Staging, at, chunk),
                    CancellationToken.None).ConfigureAwait(false);
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed, elapsed);
    }

    private sealed record Target(string Version, string Hardware, byte[] Image) : IFirmwareProvider
    {
        public CatalogEntry Find(string version, string hardware) =>
            new($"{Version}/{Hardware}", ImageKind.Firmware, BoardFamily.Vesc, Image.Length, new string('0', 64))
            {
                Version = Version,
                Hardware = [Hardware],
                Source = new CatalogSource("here", "MIT")
            };

        public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken)
        {
            var image = FirmwareImage.Parse(entry.Id, Image);
            List<ImageFact> facts = [new(ImageFact.Version, Version, Confidence.Certain, why),
                new(ImageFact.Hardware, Hardware, Confidence.Certain, why)];
            return Task.FromResult(new ResolvedFirmware(image, new ImageRecognition(image.Inspection, [entry], facts, Confidence.Certain),
                why));
        }

        public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("this benchmark names no images");
    }

    private sealed class Timeline : IProgress<JobEvent>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly Dictionary<JobPhase, TimeSpan> _began = [];

        public TimeSpan At(JobPhase phase) => _began[phase];

        public void Report(JobEvent value)
        {
            if (value is JobEvent.PhaseStarted { Phase: var phase })
            {
                _began[phase] = Stopwatch.GetElapsedTime(_start);
            }
        }
    }
}
