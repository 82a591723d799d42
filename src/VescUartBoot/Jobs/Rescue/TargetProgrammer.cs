using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Programs a range of the flash of the target by clearing bits, and verifies it by reading all of it back.</summary>
/// <param name="session">The job.</param>
/// <param name="target">The target, whose content was read.</param>
/// <param name="wanted">The new content of the whole flash.</param>
/// <param name="range">The range.</param>
internal sealed class TargetProgrammer(JobRun session, TargetSession target, byte[] wanted, FlashRange range)
{
    private const int Chunk = WriteTargetRequest.MaxLength;

    private TargetChanges Touch => target.Touch;

    /// <summary>Whether the range already has the new content.</summary>
    public bool IsThere => target.PartOf(range).SequenceEqual(PartOf(wanted));

    /// <summary>Whether the new content can be programmed without an erase.</summary>
    public bool IsReachable
    {
        get
        {
            var present = target.PartOf(range);
            var goal = PartOf(wanted);
            for (int i = 0; i < goal.Length; i++)
            {
                if ((present[i] & goal[i]) != goal[i])
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Length of the range in bytes.</summary>
    public int Length => range.Length;

    /// <summary>Number of bytes to write.</summary>
    public int BytesToWrite => Chunks().Sum(c => c.Length);

    /// <summary>Writes the differences and reads the range back; bytes that differ are written once more.</summary>
    /// <returns>Number of bytes written.</returns>
    /// <exception cref="JobStoppedException">The range does not have the new content.</exception>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        int written = 0;
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            written += await WriteOnceAsync(cancellationToken).ConfigureAwait(false);
            Touch.State = TargetChanges.Flash.Written;
            await target.ReadAsync(JobPhase.Verify, [range], CancellationToken.None).ConfigureAwait(false);
            if (IsThere)
            {
                Touch.State = TargetChanges.Flash.Verified;
                return written;
            }

            if (!IsReachable)
            {
                break;
            }
        }

        throw new JobStoppedException(FailureCode.VerifyMismatch,
            $"the target's {Touch.What} does not read back as it was written: {CountDifferences()} bytes differ");
    }

    private async Task<int> WriteOnceAsync(CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Write);
        var chunks = Chunks().OrderBy(HoldsVectors).ToList();
        var progress = session.ProgressOf(JobPhase.Write, chunks.Sum(c => (long)c.Length));
        (Touch.State, Touch.Written, Touch.Total) = (TargetChanges.Flash.Writing, 0, chunks.Sum(c => c.Length));
        foreach (var chunk in chunks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HoldsVectors(chunk))
            {
                // A read makes the helper program its buffer, before the vectors make the content run.
                await target.Probe.ReadUuidAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await target.Probe.WriteAsync(chunk.Start, wanted.AsMemory(chunk.Start.Offset, chunk.Length),
                CancellationToken.None).ConfigureAwait(false);
            Touch.Written += chunk.Length;
            progress.Report(Touch.Written);
        }

        return Touch.Written;
    }

    // Written last: blank vectors start nothing, so an incomplete firmware or bootloader never runs.
    private bool HoldsVectors(FlashRange chunk) => chunk.Start == range.Start;

    // Bytes that are already there are skipped.
    private IEnumerable<FlashRange> Chunks()
    {
        for (int offset = range.Start.Offset; offset < range.Start.Offset + range.Length; offset += Chunk)
        {
            int length = Math.Min(Chunk, range.Start.Offset + range.Length - offset);
            if (!target.Flash.AsSpan(offset, length).SequenceEqual(wanted.AsSpan(offset, length)))
            {
                yield return FlashRange.From(FlashMap.Vectors.Start.Plus(offset), length);
            }
        }
    }

    private Span<byte> PartOf(byte[] flash) => flash.AsSpan(range.Start.Offset, range.Length);

    private int CountDifferences()
    {
        var present = target.PartOf(range);
        var goal = PartOf(wanted);
        int count = 0;
        for (int i = 0; i < goal.Length; i++)
        {
            count += present[i] == goal[i] ? 0 : 1;
        }

        return count;
    }
}
