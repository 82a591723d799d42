using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Erases a code store, writes code and reads it back. After the first step only a lost link
/// link.</summary>
internal sealed class ScriptWriter(JobRun session, BackupPartKind kind, CodeSector sector, StoredCode code)
{
    private const int Tries = 2;

    private Board Board => session.Board;

    public async Task<(PartState State, string Message)> WriteAsync(bool empty)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (await EraseAsync(empty).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }

            session.Touch.Kept[kind] = $"its {kind.Name()} is erased or half written, which the firmware takes for none";
            if (!await WritePiecesAsync().ConfigureAwait(false))
            {
                return await GiveUpAsync(PartState.Refused, "the board refused to write it").ConfigureAwait(false);
            }

            bool? same = await ReadsBackAsync().ConfigureAwait(false);
            if (same is null)
            {
                session.Touch.Kept[kind] = $"its {kind.Name()} was written and is not proved";
                return (PartState.NotProved, "it was written, every piece acknowledged, and cannot be read back");
            }

            if (same == true)
            {
                session.Touch.Kept[kind] = $"its {kind.Name()} is the one of the backup";
                string start = code.Store == CodeStore.Lisp ? "; it runs when the board starts next" : "";
                return (PartState.Restored, $"all {code.Bytes.Length} bytes were written, read back and are the same{start}");
            }

            session.Touch.Kept[kind] = $"its {kind.Name()} is not that of the backup and may be damaged";
            if (attempt == Tries)
            {
                return await GiveUpAsync(PartState.Mismatch,
                    "it reads back differently, even after erasing and writing again").ConfigureAwait(false);
            }

            // The header was written, so its erase needs no mark first.
            empty = false;
        }
    }

    // From 6.06 on, a sector with 0xFF as its first byte counts as blank and is not erased, even if an interrupted write or
    // a firmware upload left data after it. 8 zero bytes, which are valid empty code, prevent that.
    private async Task<(PartState State, string Message)?> EraseAsync(bool empty)
    {
        session.Touch.Kept[kind] = $"8 zero bytes were sent to its {kind.Name()} sector, and whether they are there is not known";
        long commands = Board.Statistics.Commands;
        if (empty && !(await AskTwiceAsync(WriteCodeRequest.Empty(code.Store)).ConfigureAwait(false)).Done)
        {
            string refused = $"the board refused to write 8 bytes into its sector: {FlashRefusal.Cause(Board)}";
            if (Board.Statistics.Commands - commands > 2)
            {
                // A request was repeated, and the effect of the first one, whose reply was lost, is unknown.
                return (PartState.NotProved, $"{refused}; what an earlier try has written is not known");
            }

            session.Touch.Kept.Remove(kind);
            return (PartState.Refused, $"{refused}; nothing was changed");
        }

        session.Touch.Kept[kind] = empty ? $"it stores no {kind.Name()}, as before, but 8 zero bytes in its place"
            : $"an erase of its {kind.Name()} was sent, and its outcome is not known";
        var state = StoreState.Silent;
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            await SectorEraser.SendAsync(Board, new EraseCodeRequest(code.Store), CancellationToken.None).ConfigureAwait(false);
            state = await FlashAccess.ProbeAsync(Board, sector, CancellationToken.None).ConfigureAwait(false);
            if (state == StoreState.Nothing)
            {
                TakeBackZeros();
                return null;
            }
        }

        if (state is StoreState.Silent or StoreState.Foreign)
        {
            return (PartState.NotProved, "an erase of its sector was sent, and what the board stores now is not known");
        }

        if (!empty)
        {
            session.Touch.Kept.Remove(kind);
        }

        return (PartState.Refused,
            $"the board did not erase its sector: {FlashRefusal.Cause(Board)}; it still stores {(empty ? "none" : "what it had")}");
    }

    // The erase also removed the zero bytes through which this job reads flash.
    private void TakeBackZeros()
    {
        if (session.Touch.OpenedIn?.Store == code.Store)
        {
            session.Touch.OpenedIn = null;
            session.Log.End(ChangeKind.ReadPath);
        }
    }

    private async Task<bool> WritePiecesAsync()
    {
        int total = code.Bytes.Length;
        var progress = session.ProgressOf(JobPhase.Restore, total);
        int chunk = Board.Reach.WriteLength(WriteCodeRequest.DefaultData);
        for (int offset = ReadCodeRequest.HeaderLength; offset < total; offset += chunk)
        {
            int length = Math.Min(chunk, total - offset);
            if (!ErasedFlash.Is(code.Bytes.Span.Slice(offset, length))
                && !(await AskTwiceAsync(WriteCodeRequest.PieceOf(code, offset, length)).ConfigureAwait(false)).Done)
            {
                return false;
            }

            progress.Report(offset + length);
        }

        return (await AskTwiceAsync(WriteCodeRequest.HeaderOf(code)).ConfigureAwait(false)).Done;
    }

    // Null: it cannot be read. The flash cache may still show the previous header, and with another
    // length no read would displace it.
    private async Task<bool?> ReadsBackAsync()
    {
        var access = new ScriptReader(Board, sector);
        bool? same = null;
        for (int look = 1; look <= Tries; look++)
        {
            await DisplaceHeaderAsync().ConfigureAwait(false);
            var (length, otherwise) = await access.MeasureAsync(CancellationToken.None).ConfigureAwait(false);
            if (length == code.Bytes.Length)
            {
                var now = (await access.ReadAsync(length, progress: null, CancellationToken.None).ConfigureAwait(false)).Code;
                if (now is not null && now.Bytes.Span.SequenceEqual(code.Bytes.Span))
                {
                    return true;
                }

                same = now is null ? same : false;
            }
            else if (length > 0 || otherwise.IsEmpty)
            {
                same = false;
            }
        }

        return same;
    }

    // A visible header proves that flash before the code can be read.
    private async Task DisplaceHeaderAsync()
    {
        if (await FlashAccess.ProbeAsync(Board, sector, CancellationToken.None).ConfigureAwait(false) is StoreState.Stored
            or StoreState.Foreign)
        {
            await FlashAccess.DisplaceHeaderAsync(Board, sector, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Half a script is worse than none, and an erase certainly leaves none.
    private async Task<(PartState State, string Message)> GiveUpAsync(PartState state, string message)
    {
        await SectorEraser.SendAsync(Board, new EraseCodeRequest(code.Store), CancellationToken.None).ConfigureAwait(false);
        if (await FlashAccess.ProbeAsync(Board, sector, CancellationToken.None).ConfigureAwait(false) == StoreState.Nothing)
        {
            session.Touch.Kept[kind] = $"it stores no {kind.Name()} now";
            return (state, $"{message}; the board stores none now");
        }

        return (state, $"{message}, nor could it be erased again");
    }

    private async Task<FlashReply> AskTwiceAsync(WriteCodeRequest request)
    {
        var reply = await Board.SendAsync(request, CancellationToken.None).ConfigureAwait(false);

        // Repeating a chunk is safe, and a motor that was pushed may be at rest by now.
        return reply.Done ? reply : await Board.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
    }
}
