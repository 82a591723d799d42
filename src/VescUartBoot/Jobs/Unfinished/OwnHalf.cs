using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Journal;

namespace VescUartBoot.Jobs;

/// <summary>How far the bootloader sector holds what an earlier run of ours was writing.</summary>
public enum OwnWork
{
    /// <summary>Not at all, as far as is known.</summary>
    None,

    /// <summary>A part of it, and nothing else.</summary>
    Half,

    /// <summary>All of it, and blank behind it.</summary>
    Whole,
}

/// <summary>Tells what an interrupted run of ours left in the bootloader sector from anything else that may be there.</summary>
internal static class OwnHalf
{
    /// <summary>Judges a sector that was read by what the journal says.</summary>
    /// <remarks>
    /// Without the journal half an image whose first chunk is whole would pass for a bootloader that is in no catalogue: its vectors fit.
    /// </remarks>
    public static BootloaderFinding Judge(JobSession session, BootloaderFinding finding)
    {
        if (session.Log.Find(ChangeKind.Bootloader) is not { Content: { } content } change)
        {
            return finding;
        }

        switch (Compare(session.SectorBefore, content))
        {
            case OwnWork.Half:
                int stands = Blank.LengthWithout(session.SectorBefore);
                IReadOnlyList<string> evidence =
                [
                    $"it is half written: a part of {change.What} up to byte {stands} of {content.Length}, by a run on {change.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC that did not come to its end",
                    "it holds nothing that this run has not written",
                ];
                return new BootloaderFinding(
                    BootloaderState.Damaged,
                    FindingMethod.Readback,
                    evidence,
                    finding.Content! with { Kind = SectorKind.Damaged, ImageName = change.What, Evidence = evidence })
                { Own = OwnWork.Half };

            case OwnWork.Whole:
                session.Log.End(ChangeKind.Bootloader);
                return finding with { Own = OwnWork.Whole, Evidence = [.. finding.Evidence, $"it is all of what a run on {change.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC was writing, {change.What}"] };

            default:
                session.Log.End(ChangeKind.Bootloader);
                return finding;
        }
    }

    /// <summary>Compares a sector with what was being written there. Programming only clears bits, so every bit of it that is 1 is still 1.</summary>
    internal static OwnWork Compare(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> content)
    {
        if (Blank.Is(sector) || content.Length > sector.Length || !Blank.Is(sector[content.Length..]))
        {
            return OwnWork.None;
        }

        for (int i = 0; i < content.Length; i++)
        {
            if ((sector[i] & content[i]) != content[i])
            {
                return OwnWork.None;
            }
        }

        return sector.StartsWith(content) ? OwnWork.Whole : OwnWork.Half;
    }
}
