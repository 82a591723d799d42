using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs;

/// <summary>Looks into the bootloader sector: the verdict that decides everything after it.</summary>
internal static class PreCheck
{
    /// <summary>Finds out what the sector holds; where flash cannot be read, what would tell.</summary>
    public static async Task<BootloaderFinding> FindAsync(JobSession session, IReadOnlyList<BootloaderImage> atHand, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Check);
        var finding = await ReadAccess.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        if (finding is null)
        {
            session.SectorBefore = await ReadSectorAsync(session, JobPhase.Check, cancellationToken).ConfigureAwait(false);
            finding = BootloaderFinding.Of(SectorContent.Judge(session.SectorBefore, session.Surroundings.Catalogue, atHand));
        }

        session.Report(new JobEvent.Found(finding));
        switch (finding.Content?.Kind)
        {
            case SectorKind.Unrecognised:
                session.Warn("bootloaderUnrecognised", "the bootloader on the board is in no catalogue: its vectors fit, but what it does is not known");
                break;

            case SectorKind.KnownWithDataBehind:
                session.Warn("dataBehindBootloader", "something is stored behind the bootloader, a package's data perhaps: it would be lost with it");
                break;
        }

        return finding;
    }

    /// <summary>Reads the whole bootloader sector.</summary>
    public static async Task<byte[]> ReadSectorAsync(JobSession session, JobPhase phase, CancellationToken cancellationToken)
    {
        long start = session.Board.Time.GetTimestamp();
        var progress = session.ProgressOf(phase, FlashMap.Bootloader.Length);
        var sector = await session.Path!.ReadAsync(FlashMap.Bootloader, progress, cancellationToken).ConfigureAwait(false);
        session.TimeToReadSector = session.Board.Time.GetElapsedTime(start);
        return sector;
    }
}
