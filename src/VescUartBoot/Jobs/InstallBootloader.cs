using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Links;

namespace VescUartBoot.Jobs;

/// <summary>Puts a bootloader on a board that has none: look, plan, rehearse, erase if needed, write, read back, undo.</summary>
public static class InstallBootloader
{
    /// <summary>Runs the whole job.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">What to install and what is allowed.</param>
    /// <param name="surroundings">Who is told and asked.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector; from there on the job finishes first.</param>
    public static async Task<JobResult> RunAsync(Board board, InstallOptions options, JobSurroundings surroundings, CancellationToken cancellationToken)
    {
        var session = new JobSession(board, options.DryRun ? options with { Method = CheckMethod.Passive } : options, surroundings);
        var result = new JobResult { Board = board.Identity, Image = options.Image };
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                var before = await PreCheck.FindAsync(session, options.Image is { } given ? [given] : [], cancellationToken).ConfigureAwait(false);
                result = result with { Before = before, After = before };

                var undecided = InstallDecision.Require(session, options, before);
                var image = await ChooseImageAsync(session, options, cancellationToken).ConfigureAwait(false);
                result = result with { Image = image };
                var known = RequireImageForThisBoard(session, image);
                var writer = new SectorWriter(session, image.Content);
                var plan = InstallDecision.MakePlan(session, image.Name, before, undecided, writer.BytesToWrite);
                result = result with { Plan = plan };
                if (options.DryRun)
                {
                    InstallDecision.StopDryRun(plan);
                    return;
                }

                await writer.RehearseAsync(cancellationToken).ConfigureAwait(false);
                result = result with { SavedTo = await SectorSaving.SaveAsync(session, options, image.Name, before).ConfigureAwait(false) };
                cancellationToken.ThrowIfCancellationRequested();

                // From here on a stop would leave the board worse than it was.
                result = result with { After = BootloaderFinding.Unknown(WayToTell.OtherMeans, "the job did not come to its end") };
                if (plan.Erases)
                {
                    await writer.EraseAsync().ConfigureAwait(false);
                }

                result = result with { BytesWritten = await writer.WriteAsync().ConfigureAwait(false) };
                if (session.Path is null)
                {
                    result = result with { After = BootloaderFinding.Unknown(WayToTell.OtherMeans, "every chunk was acknowledged, which proves nothing: this firmware cannot be read back") };
                    throw new JobStoppedException(
                        FailureCode.WrittenUnverified,
                        $"{image.Name} is written, every chunk acknowledged, and this firmware offers no way to read it back");
                }

                await writer.VerifyAsync().ConfigureAwait(false);
                result = result with { After = Proved(image, known), Verified = FindingMethod.Readback };
                await StagedImageCheck.RunAsync(session).ConfigureAwait(false);
            },
            () => ReadAccess.CloseAsync(session, cancellationToken)).ConfigureAwait(false);

        session.Begin(JobPhase.Report);
        if (failure is not null && session.Touch.Bootloader == BoardTouch.Sector.Erased)
        {
            result = result with { After = new BootloaderFinding(BootloaderState.Absent, session.Path is null ? FindingMethod.None : FindingMethod.Readback, ["the sector was erased again"]) };
        }

        return result with { Failure = failure };
    }

    private static async Task<BootloaderImage> ChooseImageAsync(JobSession session, InstallOptions options, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Image);
        if (options.Image is { } given)
        {
            return given;
        }

        var choice = options.Choice ?? throw new JobStoppedException(FailureCode.ImageRejected, "no image was given, and nobody to choose one");
        var chosen = await choice.ForAsync(session.Board.Identity, session.Surroundings, cancellationToken).ConfigureAwait(false);
        session.Report(new JobEvent.ImageChosen(chosen.Image.Name, chosen.Why));
        return chosen.Image;
    }

    private static CatalogueImage? RequireImageForThisBoard(JobSession session, BootloaderImage image)
    {
        var known = SoundImage.Require(image, session.Surroundings.Catalogue);
        if (known is null)
        {
            session.Warn("imageUnrecognised", $"{image.Name} is not in the catalogue (SHA-256 {image.Sha256[..16]}…); its vectors are those of a bootloader for this chip");
        }
        else if (known.SimulatedOnly && session.Board.LinkKind != LinkKind.InProcess)
        {
            throw new JobStoppedException(
                FailureCode.ImageRejected,
                $"{image.Name} is the demo image for simulated boards; on a real one it would do nothing");
        }

        return known;
    }

    private static BootloaderFinding Proved(BootloaderImage image, CatalogueImage? known) => new(
        BootloaderState.Present,
        FindingMethod.Readback,
        [$"all {FlashMap.Bootloader.Length} bytes of the sector were read back: {image.Content.Length} of {known?.Id ?? image.Name}, the rest 0xFF"],
        new SectorContent(SectorKind.Known, known, known?.Id ?? image.Name, known?.Sha256 ?? image.Sha256, null, []));
}
