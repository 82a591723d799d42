using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Writes staged content at the speed that the link allows. Every chunk is acknowledged, or the write ends.</summary>
/// <remarks>
/// Several writes may be in flight if <see cref="SendWindow"/> allows it: three of the longest, 1554 bytes, fit the 2047 bytes that the USB
/// ring buffer of the firmware holds while it is busy. A chunk may be sent twice: programming only clears bits. Before 5.01 replies do not
/// repeat the offset and one write goes at a time: after a lost request each reply would be taken for that of the chunk before.
/// </remarks>
internal sealed class FlashWriter(Board board, WriteArea area)
{
    // A motor that was pushed may have stopped by then; at each attempt the board itself waits 3 s for it.
    private const int RefusalsInARow = 3;

    // Programming a run of 0xFF takes as long as other data; from this length on an additional request costs less.
    private const int WorthSkipping = 64;

    /// <summary>The largest useful chunk in bytes: fewer requests need fewer turnarounds.</summary>
    public const int Chunk = WriteNewAppDataRequest.MaxData;

    /// <summary>Writes <paramref name="content"/> from the start of the area. Runs of 0xFF, the erased state of flash, are
    /// skipped.</summary>
    /// <param name="content">The bytes to write.</param>
    /// <param name="progress">Receives the number of bytes up to which all chunks are acknowledged.</param>
    /// <param name="cancellationToken">Stops between two chunks, after all requests in flight are answered.</param>
    /// <returns>The offset at which the board refused a write; <see langword="null"/> if everything is acknowledged.</returns>
    /// <exception cref="ReplyTimeoutException">No attempt of a chunk was answered.</exception>
    /// <exception cref="LinkLostException">The link was lost and did not return.</exception>
    public async Task<int?> WriteAsync(ReadOnlyMemory<byte> content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var pieces = Split(content.Span, board.Reach.WriteLength(Chunk));
        int refusals = 0;
        for (int next = 0; next < pieces.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int acknowledged = board.Pace.Window > 1 && board.Capabilities.EchoesWriteOffset
                ? await WriteSeveralAsync(content, pieces, next, progress, cancellationToken).ConfigureAwait(false)
                : await WriteOneAsync(content, pieces[next], progress).ConfigureAwait(false) ? 1 : 0;
            next += acknowledged;
            refusals = acknowledged > 0 || cancellationToken.IsCancellationRequested ? 0 : refusals + 1;
            if (refusals == RefusalsInARow)
            {
                return pieces[next].Start;
            }
        }

        progress?.Report(content.Length);
        return null;
    }

    /// <summary>Writes one chunk. A chunk may be written again.</summary>
    /// <returns>False if the board refused it.</returns>
    /// <exception cref="ReplyTimeoutException">No attempt was answered.</exception>
    /// <exception cref="LinkLostException">The link was lost and did not return.</exception>
    public async ValueTask<bool> TryWriteChunkAsync(int offset, ReadOnlyMemory<byte> data)
    {
        var reply = await board.SendAsync(WriteNewAppDataRequest.Program(area, offset, data), CancellationToken.None).ConfigureAwait(false);
        await SettleAsync(CancellationToken.None).ConfigureAwait(false);
        return reply.Done;
    }

    /// <summary>Drains a duplicate reply if replies do not repeat the offset (before 5.01): it would be taken for that of the next
    /// chunk.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (!board.Capabilities.EchoesWriteOffset)
        {
            await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Splits content into chunks of at most <paramref name="chunk"/> bytes, without the longer runs of 0xFF.</summary>
    internal static List<(int Start, int Length)> Split(ReadOnlySpan<byte> content, int chunk = Chunk)
    {
        var pieces = new List<(int, int)>((content.Length / chunk) + 1);
        int at = 0;
        while (at < content.Length && content[at..].IndexOfAnyExcept(ErasedFlash.Value) is >= 0 and var blank)
        {
            at += blank;
            var rest = content.Slice(at, Math.Min(chunk, content.Length - at));
            int length = LengthUpToRun(rest);
            pieces.Add((at, length));
            at += length;
        }

        return pieces;
    }

    private static int LengthUpToRun(ReadOnlySpan<byte> piece)
    {
        int end = 0;
        while (piece[end..].IndexOf(ErasedFlash.Value) is >= 0 and var before)
        {
            int run = piece[(end + before)..].IndexOfAnyExcept(ErasedFlash.Value);
            if (run < 0 || run >= WorthSkipping)
            {
                return end + before;
            }

            end += before + run;
        }

        return piece.Length;
    }

    private async ValueTask<bool> WriteOneAsync(ReadOnlyMemory<byte> content, (int Start, int Length) piece, IProgress<long>? progress)
    {
        bool done = await TryWriteChunkAsync(piece.Start, content.Slice(piece.Start, piece.Length)).ConfigureAwait(false);
        progress?.Report(done ? piece.Start + piece.Length : piece.Start);
        return done;
    }

    // Keeps the window full until the end, a stop, a refusal or a loss. Returns the number of chunks acknowledged in order; chunks after a
    // lost one are written again.
    private async ValueTask<int> WriteSeveralAsync(
        ReadOnlyMemory<byte> content, List<(int Start, int Length)> pieces, int first, IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<FlashReply>>();
        int next = first;
        int acknowledged = 0;
        bool broken = false;
        while (true)
        {
            while (!broken && next < pieces.Count && MaySend(underWay.Count) && !cancellationToken.IsCancellationRequested)
            {
                underWay.Enqueue(board.AskOnceAsync(RequestFor(content, pieces[next++]), CancellationToken.None).AsTask());
            }

            if (!underWay.TryDequeue(out var oldest))
            {
                return acknowledged;
            }

            try
            {
                var reply = await oldest.ConfigureAwait(false);
                broken |= !reply.Done;
                if (!broken)
                {
                    var (start, length) = pieces[first + acknowledged++];
                    progress?.Report(start + length);
                }
            }
            catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
            {
                broken = true;
                board.FellBack("a write", e);
            }
        }
    }

    // ALIVE needs a moment without open requests: when it is due, the window empties once.
    private bool MaySend(int underWay) => underWay == 0 || (underWay < board.Pace.Window && !board.AliveDue);

    private WriteNewAppDataRequest RequestFor(ReadOnlyMemory<byte> content, (int Start, int Length) piece) =>
        WriteNewAppDataRequest.Program(area, piece.Start, content.Slice(piece.Start, piece.Length));
}
