using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Installs a bootloader on a board that has none: check, plan, rehearse, erase if needed, write, read back, undo.</summary>
internal static class InstallBootloader
{
    /// <summary>Runs the job.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">The image to install, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    public static async Task<InstallResult> RunAsync(Board board, InstallOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options.DryRun ? options with { Method = CheckMethod.Passive } : options);
        var result = new InstallResult { Board = board.Identity, Image = options.Image };
        var failure = await session.RunAsync(
            async () =>
            {
                if (options.Image is { } given)
                {
                    SimulatedOnlyImage.RequireLink(session, given.Name, ImageValidation.Require(given, options.Catalog), mayProve: true);
                }

                await Preflight.BeginAsync(session, cancellationToken).ConfigureAwait(false);
                var before = await BootloaderProbe.FindAsync(session, options.Image is { } atHand ? [atHand] : [],
                    cancellationToken).ConfigureAwait(false);
                await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
                result = result with { Before = before, After = before };

                if (before.Own == InterruptedWriteState.Whole && (options.Image is null || options.Image.Sha256 == before.Content!.Sha256))
                {
                    // The run before was interrupted after its last write: nothing is left to do.
                    result = result with { Image = options.Image ?? OwnImage(session, before), Verified = session.HowRead };
                    await StagedImageCheck.RunAsync(session).ConfigureAwait(false);
                    return;
                }

                var undecided = InstallDecision.Require(session, options, before);
                var image = await ChooseImageAsync(session, options, cancellationToken).ConfigureAwait(false);
                result = result with { Image = image };
                var plan = InstallDecision.MakePlan(session, image.Name, before, undecided,
                    new SectorWriter(session, image.Content).BytesToWrite);
                result = result with { Plan = plan };
                if (options.DryRun)
                {
                    InstallDecision.StopDryRun(plan);
                    return;
                }

                var after = await PlaceAsync(session, options, image, before, cancellationToken).ConfigureAwait(false);
                result = result with { After = after, Verified = session.HowRead };
                await StagedImageCheck.RunAsync(session).ConfigureAwait(false);
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);

        session.Begin(JobPhase.Report);
        return SectorProgrammer.WithTraces(result, session) with { Failure = failure };
    }

    /// <summary>Writes <paramref name="image"/> to the sector and reads it back.</summary>
    /// <returns>The verified content.</returns>
    internal static async Task<BootloaderStatus> PlaceAsync(
        JobRun session, InstallOptions options, BootloaderImage image, BootloaderStatus before, CancellationToken cancellationToken)
    {
        var known = ImageValidation.Require(image, options.Catalog);
        RequireNoOtherHalf(session, image, before);
        await SectorProgrammer.RunAsync(session, options, image.Reference, image.Content, before, cancellationToken).ConfigureAwait(false);
        return Proved(image, known) with { Method = session.HowRead };
    }

    /// <summary>The image that was given, or the one that fits the board.</summary>
    internal static async Task<BootloaderImage> ChooseImageAsync(JobRun session, InstallOptions options,
        CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Image);
        var image = options.Image;
        if (image is null)
        {
            var choice = options.Choice
                ?? throw new JobStoppedException(FailureCode.ImageRejected,
                    "no image was given, and there is no catalogue to choose one from");
            var chosen = await choice.ForAsync(session.Board.Identity, session.Options, cancellationToken).ConfigureAwait(false);
            session.Report(new JobEvent.ImageChosen(chosen.Image.Name, chosen.Why));
            image = chosen.Image;
        }

        var known = ImageValidation.Require(image, session.Options.Catalog);
        // A dry run that may not open flash leaves the proof to the real run.
        if (SimulatedOnlyImage.RequireLink(session, image.Name, known, mayProve: true) && (session.Path is not null || !options.DryRun))
        {
            await SimulatedOnlyImage.RequireProofAsync(session, image.Name, cancellationToken).ConfigureAwait(false);
        }

        if (known is null)
        {
            session.Warn("imageUnrecognised",
                $"{image.Name} is not in the catalogue (SHA-256 {image.Sha256[..16]}…); its vectors are those of a bootloader for this "
                    + "chip");
        }

        return image;
    }

    private static BootloaderImage OwnImage(JobRun session, BootloaderStatus before) => BootloaderImage.Parse(
        before.Content!.ImageName ?? "image",
        session.SectorBefore[..ErasedFlash.LengthWithout(session.SectorBefore)]);

    // Without an erase, only the same bytes may be written over an incomplete bootloader.
    private static void RequireNoOtherHalf(JobRun session, BootloaderImage image, BootloaderStatus before)
    {
        if (before.State == BootloaderState.Unknown && !session.Board.Capabilities.ErasesBootloader
            && session.Log.Find(ChangeKind.Bootloader) is { Sha256: { } half } change && half != image.Sha256)
        {
            throw new JobStoppedException(
                FailureCode.EraseUnsupported,
                $"an interrupted run may have left half of {change.What} (SHA-256 {half[..16]}…), and firmware "
                    + $"{session.Board.Identity.Firmware} cannot erase it: only the same image may be written over it");
        }
    }

    private static BootloaderStatus Proved(BootloaderImage image, CatalogBootloader? known) => new(
        BootloaderState.Present,
        DetectionMethod.Readback,
        [
            $"all {FlashMap.Bootloader.Length} bytes of the sector were read back: {image.Content.Length} of {known?.Id ?? image.Name}, "
                + "the rest 0xFF"])
    {
        Content = new SectorContent(SectorContentKind.Known, known, known?.Id ?? image.Name, known?.Sha256 ?? image.Sha256, null, []),
    };
}
