using VescUartBoot.Chip;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Distinguishes the content that an interrupted run of this library left in the bootloader sector from other content.</summary>
internal static class InterruptedWrite
{
    /// <summary>Classifies a sector that was read, using the journal.</summary>
    /// <remarks>
    /// Without the journal, an incomplete image with a complete first chunk would count as an unknown bootloader: its vectors are valid.
    /// </remarks>
    public static BootloaderStatus Judge(JobRun session, BootloaderStatus finding)
    {
        if (session.Log.Find(ChangeKind.Bootloader) is not { Content: { } content } change)
        {
            return finding;
        }

        string run = $"a run on {change.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        switch (Compare(session.SectorBefore, content, change.Before, change.BeforeIsOurs))
        {
            case InterruptedWriteState.Half:
                int stands = ErasedFlash.LengthWithout(session.SectorBefore);
                return Damaged(
                    finding,
                    InterruptedWriteState.Half,
                    change,
                    $"it is half written: a part of {change.What} up to byte {stands} of {content.Length}, by {run} that was "
                        + "interrupted",
                    "it holds nothing that this run has not written");

            case InterruptedWriteState.Remains
                when finding.Content?.Kind is SectorContentKind.Known or SectorContentKind.KnownWithDataBehind:
                // The erase left a known bootloader intact, so the usual rules apply.
                session.Log.End(ChangeKind.Bootloader);
                return finding with
                {
                    Evidence = [.. finding.Evidence,
                    $"{run} was erasing this sector and was interrupted: what stood behind the bootloader is half "
                        + $"erased{Saved(change)}"]
                };

            case InterruptedWriteState.Remains:
                return Damaged(
                    finding,
                    InterruptedWriteState.Remains,
                    change,
                    change.BeforeIsOurs
                        ? $"it is what runs of this tool have left half done, the last of them {run} that was exchanging it for "
                            + $"{change.What} and was interrupted"
                        : $"it is half erased: what is left of its content of before, by {run} that was exchanging it for {change.What} "
                            + "and was interrupted",
                    $"it holds nothing that did not stand there before{Saved(change)}");

            case InterruptedWriteState.Whole:
                session.Log.End(ChangeKind.Bootloader);
                return finding with
                {
                    Own = InterruptedWriteState.Whole,
                    Evidence = [.. finding.Evidence, $"it is all of what {run} was writing, {change.What}"]
                };

            default:
                session.Log.End(ChangeKind.Bootloader);
                return finding;
        }
    }

    /// <summary>Stops the job if an interrupted install may have left an incomplete bootloader that cannot be read: a jump would run
    /// it.</summary>
    public static void RequireNone(JobRun session)
    {
        if (session.Log.Find(ChangeKind.Bootloader) is { } half && !session.ReadsSector)
        {
            throw new JobStoppedException(
                FailureCode.HalfWritten,
                $"an install of {half.What} was interrupted, and firmware {session.Board.Identity.Firmware} cannot show what is "
                    + "there: half a bootloader would run as code")
            {
                Half = half,
            };
        }
    }

    /// <summary>Compares a sector with the content that was being written and the content that was being erased.</summary>
    /// <remarks>
    /// Programming only clears bits and an erase only sets them. So every bit that is 1 in the content being written, or in the content
    /// being
    /// erased, is still 1; a bit that is 0 instead comes from other content.
    /// </remarks>
    internal static InterruptedWriteState Compare(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> content, ReadOnlySpan<byte> before,
        bool beforeIsOurs)
    {
        if (ErasedFlash.Is(sector))
        {
            return InterruptedWriteState.None;
        }

        bool remains = !before.IsEmpty && KeepsOnes(sector, before);
        if (KeepsOnes(sector, content))
        {
            // A nearly complete erase looks like the beginning of almost any write, so a minimum of content must match.
            return sector.StartsWith(content) ? InterruptedWriteState.Whole
                : remains && !content.SequenceEqual(before) ? InterruptedWriteState.Remains : InterruptedWriteState.Half;
        }

        // An erase that never began leaves all content: it is ours only if it was ours before.
        return remains && (beforeIsOurs || !sector.StartsWith(before)) ? InterruptedWriteState.Remains : InterruptedWriteState.None;
    }

    // After the given bytes everything is blank.
    private static bool KeepsOnes(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> given)
    {
        if (given.Length > sector.Length || !ErasedFlash.Is(sector[given.Length..]))
        {
            return false;
        }

        for (int i = 0; i < given.Length; i++)
        {
            if ((sector[i] & given[i]) != given[i])
            {
                return false;
            }
        }

        return true;
    }

    private static BootloaderStatus Damaged(BootloaderStatus finding, InterruptedWriteState own, InterruptedChange change,
        params IReadOnlyList<string> evidence) => new(
        BootloaderState.Damaged,
        finding.Method,
        evidence)
        {
            Content = finding.Content! with { Kind = SectorContentKind.Damaged, ImageName = change.What, Evidence = evidence },
            Own = own,
        };

    private static string Saved(InterruptedChange change) => change.SavedIn is null ? "" : $"; all of that is saved in {change.SavedIn}";
}
