using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>The steps that change the bootloader sector. From the first change to the last write only a lost link stops them.</summary>
/// <param name="session">The job.</param>
/// <param name="content">New content of the sector; 0xFF after it.</param>
/// <param name="keep">Saves a sector in which another program has stored data, and asks whether it may be erased; throws if not.</param>
internal sealed class SectorWriter(JobRun session, ReadOnlyMemory<byte> content, Func<ReadOnlyMemory<byte>, Task>? keep = null)
{
    private const int Erases = 2;

    private readonly FlashWriter _writer = new(session.Board, WriteArea.Bootloader);

    private Board Board => session.Board;

    private BoardChanges Touch => session.Touch;

    /// <summary>A write of no data at the sector's start: the motor is released and the path works, or nothing else is sent.</summary>
    public async Task RehearseAsync(CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Rehearse);
        var reply = await ImitationDetector.RehearseAsync(session, WriteArea.Bootloader, cancellationToken).ConfigureAwait(false);
        await _writer.SettleAsync(cancellationToken).ConfigureAwait(false);
        if (!reply.Done)
        {
            throw new JobStoppedException(
                FailureCode.WriteRefused,
                $"the board refused the rehearsal, a write of no data: {FlashRefusal.Cause(Board)}");
        }
    }

    /// <summary>Whether a package has stored data in the range of the content, in a sector that was blank when it was read.</summary>
    /// <remarks>A write would destroy such data. Data outside the range is found intact when the sector is read back.</remarks>
    public async Task<bool> FindsForeignWhereItWritesAsync()
    {
        if (keep is null || session.Path is not { } path || !Board.Capabilities.PackagesUseBootloaderSector)
        {
            return false;
        }

        await path.DisplaceCacheAsync(CancellationToken.None).ConfigureAwait(false);
        var target = FlashRange.From(FlashMap.Bootloader.Start, content.Length);
        return !ErasedFlash.Is(await path.ReadAsync(target, progress: null, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Erases the sector; if it can be read, verifies that it is blank.</summary>
    /// <param name="known">Its content when last saved or found to be ours; default: as first read by the check.</param>
    public async Task EraseAsync(byte[]? known = null)
    {
        session.Begin(JobPhase.Erase);
        var before = Touch.Bootloader;
        known ??= session.SectorBefore;
        for (int attempt = 1; ; attempt++)
        {
            known = await KeepWhatCameSinceAsync(known).ConfigureAwait(false);
            Touch.Bootloader = BoardChanges.Sector.EraseSent;
            var outcome = await SectorEraser.SendAsync(Board, new EraseBootloaderRequest(), CancellationToken.None).ConfigureAwait(false);
            byte[]? sector = await ReadSectorAsync().ConfigureAwait(false);
            if (sector is null ? outcome == SectorEraser.Outcome.Done : ErasedFlash.Is(sector))
            {
                Touch.Bootloader = BoardChanges.Sector.Erased;
                return;
            }

            if (sector is not null)
            {
                bool asBefore = before == BoardChanges.Sector.Untouched && sector.AsSpan().SequenceEqual(session.SectorBefore);
                Touch.Bootloader = asBefore ? BoardChanges.Sector.Untouched : BoardChanges.Sector.Spoiled;
            }

            if (outcome == SectorEraser.Outcome.Refused)
            {
                throw new JobStoppedException(
                    FailureCode.EraseRefused,
                    $"the board refused to erase the bootloader sector: {FlashRefusal.Cause(Board)}");
            }

            if (attempt == Erases)
            {
                throw new JobStoppedException(
                    FailureCode.EraseRefused,
                    sector is null ? "the erase of the bootloader sector stayed unanswered"
                        : "the bootloader sector is not blank after its erase");
            }
        }
    }

    /// <summary>Writes the content in order; chunks of 0xFF are left out.</summary>
    /// <returns>Bytes programmed.</returns>
    public async Task<int> WriteAsync()
    {
        session.Begin(JobPhase.Write);
        Touch.ImageLength = content.Length;
        Touch.Acknowledged = 0;
        Touch.Bootloader = BoardChanges.Sector.Writing;
        int written = 0;
        var progress = session.ProgressOf(JobPhase.Write, BytesToWrite);
        foreach (var (offset, data) in Chunks())
        {
            if (!await TryWriteChunkAsync(offset, data).ConfigureAwait(false))
            {
                throw await GiveUpAsync(
                    $"the board refused to write at 0x{FlashMap.Bootloader.Start.Value + offset:X8}").ConfigureAwait(false);
            }

            written += data.Length;
            Touch.Acknowledged = offset + data.Length;
            progress.Report(written);
        }

        Touch.Bootloader = BoardChanges.Sector.Written;
        return written;
    }

    /// <summary>Reads the complete sector back and compares it; repairs it once if possible.</summary>
    public async Task VerifyAsync()
    {
        session.Begin(JobPhase.Verify);
        byte[] sector = await ReadBackAsync().ConfigureAwait(false);
        if (Differs(sector))
        {
            // The flash cache of the firmware may return old content.
            sector = await ReadBackAsync().ConfigureAwait(false);
        }

        if (Differs(sector) && OnlyUnprogrammed(sector))
        {
            session.Warn("rewritten", "some bits were not programmed; those chunks were written once more");
            await RewriteAsync(sector).ConfigureAwait(false);
            sector = await ReadBackAsync().ConfigureAwait(false);
        }

        if (Differs(sector) && Board.Capabilities.ErasesBootloader)
        {
            await KeepForeignAsync(sector).ConfigureAwait(false);
            session.Warn("rewritten", "what reads back differs; the sector is erased and written once more");

            // The sector was blank before the write, so its content is our own or saved, whatever the result.
            session.Log.Amend(ChangeKind.Bootloader,
                change => change with { Before = sector[..ErasedFlash.LengthWithout(sector)], BeforeIsOurs = true });
            await EraseAsync(sector).ConfigureAwait(false);
            await WriteAsync().ConfigureAwait(false);
            session.Begin(JobPhase.Verify);
            sector = await ReadBackAsync().ConfigureAwait(false);
        }

        if (Differs(sector))
        {
            int differences = CountDifferences(sector);
            throw await GiveUpAsync(
                $"{differences} bytes of the bootloader sector read back differently, even after erasing and writing again",
                FailureCode.VerifyMismatch).ConfigureAwait(false);
        }

        Touch.Bootloader = BoardChanges.Sector.Verified;
    }

    /// <summary>How many bytes a write of this content programs.</summary>
    public int BytesToWrite => Chunks().Sum(c => c.Data.Length);

    // An unanswered write may have succeeded. If the sector can be read, it is read before a failure is reported.
    private async Task<bool> TryWriteChunkAsync(int offset, ReadOnlyMemory<byte> data)
    {
        try
        {
            return await WriteChunkAsync(offset, data).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            try
            {
                Touch.Bootloader = await ReadSectorAsync().ConfigureAwait(false) is { } sector && ErasedFlash.Is(sector)
                    ? BoardChanges.Sector.Erased
                    : Touch.Bootloader;
            }
            catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
            {
                // Nothing more can be determined over this link: the sector counts as incomplete, and the first failure is reported.
            }

            throw;
        }
    }

    // Twice: a motor that was nudged may be at rest by then.
    private async Task<bool> WriteChunkAsync(int offset, ReadOnlyMemory<byte> data) =>
        await _writer.TryWriteChunkAsync(offset, data).ConfigureAwait(false)
        || await _writer.TryWriteChunkAsync(offset, data).ConfigureAwait(false);

    // An incomplete bootloader is worse than none: it is erased again if the firmware can.
    private async Task<JobStoppedException> GiveUpAsync(string message, FailureCode code = FailureCode.WriteRefused)
    {
        try
        {
            byte[]? sector = await ReadSectorAsync().ConfigureAwait(false);
            if (Touch is { Bootloader: BoardChanges.Sector.Writing, Acknowledged: 0 } && sector is not null && ErasedFlash.Is(sector))
            {
                Touch.Bootloader = BoardChanges.Sector.Erased;
            }
            else if (Board.Capabilities.ErasesBootloader)
            {
                await KeepForeignAsync(sector ?? []).ConfigureAwait(false);
                await EraseAsync(sector).ConfigureAwait(false);
            }
        }
        catch (JobStoppedException e)
        {
            return new JobStoppedException(code, $"{message}; {e.Message}");
        }

        return new JobStoppedException(code, message);
    }

    // Between the read that was saved, or the try before, and this erase a package may have stored data.
    private async Task<byte[]> KeepWhatCameSinceAsync(byte[] known)
    {
        if (keep is null || !Board.Capabilities.PackagesUseBootloaderSector)
        {
            return known;
        }

        while (await ReadSectorAsync().ConfigureAwait(false) is { } now && HasLostBits(known, now))
        {
            await keep(now).ConfigureAwait(false);
            known = now;
        }

        return known;
    }

    private static bool HasLostBits(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now)
    {
        for (int i = 0; i < now.Length; i++)
        {
            int expected = before.Length == now.Length ? before[i] : ErasedFlash.Value;
            if ((~now[i] & expected) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // From 6.06 on a native package may store data in this sector during the write. Content that is neither ours nor saved belongs to the
    // user.
    private async Task KeepForeignAsync(ReadOnlyMemory<byte> sector)
    {
        if (keep is not null && HoldsForeign(sector.Span))
        {
            await keep(sector).ConfigureAwait(false);
        }
    }

    private bool HoldsForeign(ReadOnlySpan<byte> sector)
    {
        bool isKnown = session.SectorBefore.Length == sector.Length;
        for (int i = 0; i < sector.Length; i++)
        {
            int before = isKnown ? session.SectorBefore[i] : ErasedFlash.Value;
            if ((~sector[i] & Expected(i) & before) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task RewriteAsync(ReadOnlyMemory<byte> sector)
    {
        foreach (var (offset, data) in Chunks())
        {
            if (!data.Span.SequenceEqual(sector.Span.Slice(offset, data.Length))
                && !await WriteChunkAsync(offset, data).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<byte[]> ReadBackAsync()
    {
        if (session.Path is { } path)
        {
            await path.DisplaceCacheAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return await BootloaderProbe.ReadSectorAsync(session, JobPhase.Verify, CancellationToken.None).ConfigureAwait(false);
    }

    // Returns the present content of the sector, or null if flash cannot be read.
    private async Task<byte[]?> ReadSectorAsync()
    {
        if (session.Options.SectorReader is { } reader)
        {
            return await reader.ReadAsync(session, JobPhase.Verify, CancellationToken.None).ConfigureAwait(false);
        }

        if (session.Path is not { } path)
        {
            return null;
        }

        await path.DisplaceCacheAsync(CancellationToken.None).ConfigureAwait(false);
        return await path.ReadAsync(FlashMap.Bootloader, progress: null, CancellationToken.None).ConfigureAwait(false);
    }

    private bool Differs(ReadOnlySpan<byte> sector) => !sector.StartsWith(content.Span) || !ErasedFlash.Is(sector[content.Length..]);

    private bool OnlyUnprogrammed(ReadOnlySpan<byte> sector)
    {
        for (int i = 0; i < sector.Length; i++)
        {
            if ((sector[i] & Expected(i)) != Expected(i))
            {
                return false;
            }
        }

        return true;
    }

    private int CountDifferences(ReadOnlySpan<byte> sector)
    {
        int count = 0;
        for (int i = 0; i < sector.Length; i++)
        {
            count += sector[i] == Expected(i) ? 0 : 1;
        }

        return count;
    }

    private byte Expected(int offset) => offset < content.Length ? content.Span[offset] : ErasedFlash.Value;

    private IEnumerable<(int Offset, ReadOnlyMemory<byte> Data)> Chunks()
    {
        int chunk = Board.Reach.WriteLength(WriteNewAppDataRequest.DefaultData);
        for (int offset = 0; offset < content.Length; offset += chunk)
        {
            var data = content.Slice(offset, Math.Min(chunk, content.Length - offset));
            if (!ErasedFlash.Is(data.Span))
            {
                yield return (offset, data);
            }
        }
    }
}
