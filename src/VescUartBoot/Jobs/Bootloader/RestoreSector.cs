using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Restores a complete saved bootloader sector: check, plan, rehearse, erase if needed, write, read back, undo.</summary>
internal static class RestoreSector
{
    /// <summary>Runs the job.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">The content to restore, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    public static async Task<RestoreSectorResult> RunAsync(Board board, RestoreSectorOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        var result = new RestoreSectorResult { Board = board.Identity };
        var failure = await session.RunAsync(
            async () =>
            {
                var saved = RequireContent(options.Name, options.Content.Span, options.Catalog);
                await Preflight.RunAsync(session, cancellationToken).ConfigureAwait(false);
                var before = await BootloaderProbe.FindAsync(session, [], cancellationToken).ConfigureAwait(false);
                result = result with { Before = before, After = before };
                InstallDecision.Require(session, options, before);
                await RequireAgreementAsync(session, options.Name, saved).ConfigureAwait(false);

                var plan = InstallDecision.MakePlan(session, options.Name, before, [],
                    new SectorWriter(session, options.Content).BytesToWrite);
                result = result with { Plan = plan };
                await SectorProgrammer.RunAsync(session, options, options.Name, options.Content, before,
                    cancellationToken).ConfigureAwait(false);
                result = result with { After = BootloaderStatus.Of(saved), Verified = DetectionMethod.Readback };
                await StagedImageCheck.RunAsync(session).ConfigureAwait(false);
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);

        session.Begin(JobPhase.Report);
        return SectorProgrammer.WithTraces(result, session) with { Failure = failure };
    }

    /// <summary>Classifies the content to restore.</summary>
    /// <exception cref="ImageRejectedException">The content is blank, or not a complete sector.</exception>
    public static SectorContent RequireContent(string name, ReadOnlySpan<byte> content, BootloaderCatalog catalogue)
    {
        if (content.Length != FlashMap.Bootloader.Length)
        {
            throw Rejected($"{name} has {content.Length} bytes; a saved bootloader sector has {FlashMap.Bootloader.Length}");
        }

        var judged = SectorContent.Judge(content, catalogue);
        return judged.Kind != SectorContentKind.Blank ? judged
            : throw Rejected($"{name} is a blank sector: it contains nothing to restore");
    }

    private static async Task RequireAgreementAsync(JobRun session, string name, SectorContent saved)
    {
        if (saved.Kind is SectorContentKind.Damaged or SectorContentKind.NoBootloader
            && !await session.Options.Confirm(
                JobQuestion.RestoreNoBootloader,
                $"{name} is not an intact bootloader: {string.Join("; ", saved.Evidence)}. A firmware upload would jump into it. Restore "
                    + "it?")
                .ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotAgreed, $"{name} is not an intact bootloader, and restoring it was declined");
        }
    }

    private static ImageRejectedException Rejected(string message) => new("sectorRejected", message);
}
