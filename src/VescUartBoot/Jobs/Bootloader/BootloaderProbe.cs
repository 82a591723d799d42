using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Checks the bootloader sector. All later decisions of a job depend on the result.</summary>
internal static class BootloaderProbe
{
    // No bootloader is longer.
    private const int Head = 0x2000;

    /// <summary>Determines the content of the sector, or what would determine it if flash cannot be read.</summary>
    /// <param name="session">The job.</param>
    /// <param name="atHand">Images whose bytes are available.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <param name="headSuffices">Whether a known bootloader in the first 8 KB suffices; the rest is then not read.</param>
    public static async Task<BootloaderStatus> FindAsync(
        JobRun session, IReadOnlyList<BootloaderImage> atHand, CancellationToken cancellationToken, bool headSuffices = false)
    {
        session.Begin(JobPhase.Check);
        session.SectorBefore = [];
        var finding = session.Options.SectorReader is null
            ? await FlashAccessSetup.OpenAsync(session, cancellationToken).ConfigureAwait(false)
            : null;
        if (finding is null && session.Path is not null)
        {
            finding = headSuffices && session.Log.Find(ChangeKind.Bootloader) is null
                ? await FindInHeadAsync(session, cancellationToken).ConfigureAwait(false)
                : null;
        }

        if (finding is null)
        {
            finding = await FindInWholeAsync(session, atHand, cancellationToken).ConfigureAwait(false);
        }

        session.Report(new JobEvent.Found(finding));
        switch (finding.Content?.Kind)
        {
            case SectorContentKind.Unrecognised:
                session.Warn("bootloaderUnrecognised",
                    "the bootloader on the board is in no catalogue: its vectors fit, but what it does is not known");
                break;

            case SectorContentKind.KnownWithDataBehind:
                session.Warn("dataBehindBootloader",
                    "something is stored behind the bootloader, a package's data perhaps: it would be lost with it");
                break;
        }

        return finding;
    }

    private static async Task<BootloaderStatus?> FindInHeadAsync(JobRun session, CancellationToken cancellationToken)
    {
        var progress = session.ProgressOf(JobPhase.Check, Head);
        byte[] head = await session.Motors.ReadMeanwhileAsync(FlashMap.Bootloader.First(Head), progress,
            cancellationToken).ConfigureAwait(false);
        var content = SectorContent.Judge(head, session.Options.Catalog);
        return content is { Kind: SectorContentKind.Known, Image: not null }
            ? BootloaderStatus.Of(content with { Evidence = [content.Evidence[0], $"only the first {Head} bytes of the sector were read"] })
            : null;
    }

    /// <summary>Reads the complete sector, stores its content in the job, and classifies it.</summary>
    public static async Task<BootloaderStatus> FindInWholeAsync(JobRun session, IReadOnlyList<BootloaderImage> atHand,
        CancellationToken cancellationToken)
    {
        session.SectorBefore = await ReadSectorAsync(session, JobPhase.Check, cancellationToken).ConfigureAwait(false);
        return InterruptedWrite.Judge(session,
            BootloaderStatus.Of(SectorContent.Judge(session.SectorBefore, session.Options.Catalog, atHand)) with
            {
                Method = session.HowRead,
            });
    }

    /// <summary>Reads the whole bootloader sector.</summary>
    public static async Task<byte[]> ReadSectorAsync(JobRun session, JobPhase phase, CancellationToken cancellationToken)
    {
        long start = session.Board.Time.GetTimestamp();
        var progress = session.ProgressOf(phase, FlashMap.Bootloader.Length);
        byte[] sector = session.Options.SectorReader is { } reader
            ? await reader.ReadAsync(session, phase, cancellationToken).ConfigureAwait(false)
            : await session.Motors.ReadMeanwhileAsync(FlashMap.Bootloader, progress, cancellationToken).ConfigureAwait(false);
        session.TimeToReadSector = session.Board.Time.GetElapsedTime(start);
        return sector;
    }
}
