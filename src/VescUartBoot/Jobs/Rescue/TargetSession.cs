using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Swd;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>The access of a job to the target: attaches with the consent of the user, reads, classifies, and restarts it.</summary>
/// <param name="session">The job, whose board is the helper.</param>
/// <param name="wanted">The UUID that the target must have.</param>
internal sealed class TargetSession(JobRun session, Uuid? wanted)
{
    // The first firmware whose probe can read.
    private static readonly FirmwareVersion _firstThatReads = new(3, 61);

    private const int Look = 64;

    private TargetChip _chip;

    public SwdProbe Probe { get; } = new(session.Board);

    public TargetChanges Touch { get; } = session.Touch.Target = new TargetChanges();

    /// <summary>What is begun on the target and not ended, once it has said who it is.</summary>
    public JournalSession? Log { get; private set; }

    /// <summary>The whole flash of the target as far as it was read; other parts are blank.</summary>
    public byte[] Flash { get; } = CreateBlank();

    /// <summary>UUID of the target.</summary>
    public Uuid Uuid { get; private set; }

    /// <summary>Blank flash.</summary>
    public static byte[] CreateBlank()
    {
        byte[] flash = new byte[FlashAddress.Size];
        Array.Fill(flash, ErasedFlash.Value);
        return flash;
    }

    /// <summary>Checks the helper, asks the user, and attaches to a supported and readable target, which is halted from then on.</summary>
    /// <exception cref="JobStoppedException">Attaching failed or is not allowed.</exception>
    public async Task AttachAsync(CancellationToken cancellationToken)
    {
        await CheckHelperAsync(cancellationToken).ConfigureAwait(false);
        session.Warn("swdPins",
            "the helper drives the target through its own SWD pins (PA13 SWDIO, PA14 SWCLK): until the end the helper cannot be debugged "
                + "and the target is halted; then the target is restarted");
        if (!await session.AskAsync(JobQuestion.HaltTarget,
            "The target stops at once and is restarted at the end. Is its motor at rest?").ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotAgreed, "halting the target was declined");
        }

        session.Begin(JobPhase.Attach);
        cancellationToken.ThrowIfCancellationRequested();
        Touch.IsReleased = false;
        if (!await RequireProbeAsync(() => Probe.MapPinsAsync(CancellationToken.None)).ConfigureAwait(false))
        {
            Touch.IsReleased = true;
            throw new JobStoppedException(FailureCode.HelperUnfit, "the helper does not let its SWD pins be those of a probe");
        }

        Touch.MayBeHalted = true;
        _chip = await Probe.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        Touch.MayBeHalted = false;
        if (_chip.IsSilent)
        {
            throw new JobStoppedException(FailureCode.TargetSilent,
                $"nothing answers at the other end of the SWD wires (BM_CONNECT: {_chip.Code})");
        }

        // A chip of another kind is halted too.
        Touch.IsHalted = true;
        if (!_chip.IsServed)
        {
            throw new JobStoppedException(FailureCode.TargetNotServed,
                $"the target is {_chip.Name} (BM_CONNECT: {_chip.Code}), which this tool does not serve");
        }

        await IdentifyAsync().ConfigureAwait(false);
    }

    /// <summary>Reads ranges of the flash of the target into <see cref="Flash"/>.</summary>
    public async Task ReadAsync(JobPhase phase, IReadOnlyList<FlashRange> ranges, CancellationToken cancellationToken)
    {
        session.Begin(phase);
        var progress = session.ProgressOf(phase, ranges.Sum(r => (long)r.Length));
        long before = 0;
        foreach (var range in ranges)
        {
            long start = before;
            byte[] content = await Probe.ReadAsync(range, new SynchronousProgress<long>(done => progress.Report(start + done)),
                cancellationToken).ConfigureAwait(false);
            content.CopyTo(Flash.AsSpan(range.Start.Offset));
            before += range.Length;
        }
    }

    /// <summary>Classifies the content that was read.</summary>
    public TargetContent Judge()
    {
        var bootloader = JudgeBootloader();
        session.Report(new JobEvent.Found(bootloader));
        return new TargetContent(
            Uuid,
            _chip.Name,
            ApplicationContent.Judge(Flash.AsSpan(0, FlashMap.Application.Length), ImageCatalog.Shipped),
            bootloader,
            HasSettings);
    }

    /// <summary>Classifies the bootloader sector that was read.</summary>
    public BootloaderStatus JudgeBootloader() =>
        BootloaderStatus.Of(SectorContent.Judge(PartOf(FlashMap.Bootloader),
            session.Options.Catalog)) with
        { Method = DetectionMethod.Swd };

    /// <summary>A range of the content that was read.</summary>
    public Span<byte> PartOf(FlashRange range) => Flash.AsSpan(range.Start.Offset, range.Length);

    /// <summary>Restarts the target and restores the pins of the helper, whatever the result of the job.</summary>
    public async Task ReleaseAsync()
    {
        if (Touch.IsReleased)
        {
            return;
        }

        session.Begin(JobPhase.Release);
        if (Touch.IsHalted)
        {
            // It may run although the answer says no: the answer to the first of two equal requests may be lost.
            (Touch.IsHalted, Touch.MayBeHalted) = (false, true);
            bool restarted = await Probe.RestartAsync().ConfigureAwait(false);
            if (!restarted)
            {
                // A lost target may be found again with a second attempt; otherwise it would stay halted.
                await Probe.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
                restarted = await Probe.RestartAsync().ConfigureAwait(false);
            }

            Touch.MayBeHalted = !restarted;
        }

        await Probe.ReleaseAsync().ConfigureAwait(false);
        Touch.IsReleased = true;
    }

    private bool HasSettings => PartOf(FlashMap.Settings) is var settings && !ErasedFlash.Is(settings)
        && settings.ContainsAnyExcept((byte)0);

    private async Task CheckHelperAsync(CancellationToken cancellationToken)
    {
        await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
        var helper = session.Board.Identity;
        if (helper.IsUpstream && helper.Firmware < _firstThatReads)
        {
            throw new JobStoppedException(FailureCode.HelperUnfit,
                $"the helper runs firmware {helper.Firmware}, which can write a target and not read it: {_firstThatReads} is the first "
                    + "that can");
        }
    }

    // The capabilities of a fork are not known: its answer shows them.
    private async Task<bool> RequireProbeAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Boards.ReplyTimeoutException e)
        {
            Touch.IsReleased = true;
            throw new JobStoppedException(FailureCode.HelperUnfit, $"the helper's firmware is not a probe: {e.Message}");
        }
    }

    // Flash that fails while the rest of the chip is readable, or that contains only zeros, is not a state left by a firmware or an erase.
    private async Task IdentifyAsync()
    {
        Uuid = await Probe.ReadUuidAsync(CancellationToken.None).ConfigureAwait(false);
        Touch.Uuid = Uuid;
        if (wanted is { } one && Uuid != one)
        {
            throw new JobStoppedException(FailureCode.OtherBoard, $"the target is {Uuid}, not {one}");
        }

        Log = new JournalSession(session, Uuid);
        Log.Recall();

        bool isReadable;
        try
        {
            var looks = new[] { FlashMap.Vectors.First(Look), FlashMap.Bootloader.First(Look) };
            isReadable = false;
            foreach (var look in looks)
            {
                byte[] content = await Probe.ReadAsync(look, progress: null, CancellationToken.None).ConfigureAwait(false);
                isReadable |= content.AsSpan().ContainsAnyExcept((byte)0);
            }
        }
        catch (SwdException)
        {
            // Determines whether the flash or a wire is the cause.
            await Probe.ReadUuidAsync(CancellationToken.None).ConfigureAwait(false);
            isReadable = false;
        }

        if (!isReadable)
        {
            throw new JobStoppedException(FailureCode.TargetProtected,
                "the target answers, and its flash cannot be read: it looks protected against reading. Nothing is known of how such a "
                    + "protection ends, so it is not erased");
        }
    }
}
