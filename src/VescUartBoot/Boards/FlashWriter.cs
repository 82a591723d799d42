using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Writes staged content, as fast as the link allows and no faster. Every chunk is acknowledged, or the write ends.</summary>
/// <remarks>
/// Several writes may be under way where <see cref="SendWindow"/> allows it: three of the longest, 1554 bytes, stay below the 2047 bytes
/// that the firmware's USB ring holds while it is busy. The same chunk may be sent twice: programming only clears bits. Where answers do
/// not repeat the offset (before 5.01) one goes at a time: behind a lost request each answer would be taken for the chunk before.
/// </remarks>
internal sealed class FlashWriter(Board board, WriteArea area)
{
    // A motor that was nudged may be at rest by then; each try waits for it 3 s in the board itself.
    private const int RefusalsInARow = 3;

    // Programming a run of 0xFF takes as long as any other, and a request of its own costs less from this many bytes on.
    private const int WorthSkipping = 64;

    /// <summary>The largest useful chunk: the fewer requests, the fewer turn-arounds.</summary>
    public const int Chunk = WriteNewAppDataRequest.MaxData;

    /// <summary>Writes <paramref name="content"/> from the start of the area on; runs of 0xFF, the state of erased flash, are left
    /// out.</summary>
    /// <param name="content">What to write.</param>
    /// <param name="progress">Is told up to which byte everything is acknowledged.</param>
    /// <param name="cancellationToken">Stops between two chunks, after what is under way was answered.</param>
    /// <returns>The offset that the board refused to write at, or <see langword="null"/>: all is acknowledged.</returns>
    /// <exception cref="ReplyTimeoutException">A chunk stayed unanswered in all its tries.</exception>
    /// <exception cref="LinkLostException">The link is gone and did not come back.</exception>
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

    /// <summary>Writes one chunk. The same chunk may be written again.</summary>
    /// <returns>False: the board refused it.</returns>
    /// <exception cref="ReplyTimeoutException">It stayed unanswered in all its tries.</exception>
    /// <exception cref="LinkLostException">The link is gone and did not come back.</exception>
    public async ValueTask<bool> TryWriteChunkAsync(int offset, ReadOnlyMemory<byte> data)
    {
        var reply = await board.SendAsync(WriteNewAppDataRequest.Program(area, offset, data), CancellationToken.None).ConfigureAwait(false);
        await SettleAsync(CancellationToken.None).ConfigureAwait(false);
        return reply.Done;
    }

    /// <summary>Drains a reply that came twice, where replies do not repeat the offset (before 5.01): it would be taken for the next
    /// chunk's.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (!board.Capabilities.EchoesWriteOffset)
        {
            await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The chunks to write: no more than <paramref name="chunk"/> bytes each, without the longer runs of 0xFF.</summary>
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

    // Keeps the window full until the end, a stop, a refusal or a loss. Returns how many were acknowledged in order; what came behind
    // a lost one is written again.
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

    // ALIVE wants a moment in which nothing is open: when it is due, the window runs empty once.
    private bool MaySend(int underWay) => underWay == 0 || (underWay < board.Pace.Window && !board.AliveDue);

    private WriteNewAppDataRequest RequestFor(ReadOnlyMemory<byte> content, (int Start, int Length) piece) =>
        WriteNewAppDataRequest.Program(area, piece.Start, content.Slice(piece.Start, piece.Length));
}
