using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Reads stored code, and flash through <see cref="FlashAccess"/>, at the speed that the link allows.</summary>
internal sealed class FlashReader(Board board, CodeSector path)
{
    /// <summary>Fills <paramref name="destination"/> with the flash from <paramref name="start"/>. Requires a store that has passed its
    /// self-test.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="destination">Receives the bytes; its length is the number of bytes to read.</param>
    /// <param name="progress">Receives the number of bytes read.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <exception cref="ReplyTimeoutException">No attempt of a read was answered.</exception>
    public Task ReadAsync(FlashAddress start, Memory<byte> destination, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        // Checks the range before the first request.
        _ = FlashRange.From(start, destination.Length);
        return ReadAsync(path.AliasOffset(start), destination, progress, cancellationToken);
    }

    /// <summary>Fills <paramref name="code"/> with the stored code, which follows its header: an ordinary read that needs no
    /// self-test.</summary>
    /// <param name="code">Receives the code. Its length is that reported by the firmware, which does not answer a read beyond the
    /// end.</param>
    /// <param name="progress">Receives the number of bytes read.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <exception cref="ReplyTimeoutException">No attempt of a read was answered.</exception>
    public Task ReadCodeAsync(Memory<byte> code, IProgress<long>? progress, CancellationToken cancellationToken) =>
        ReadAsync(0, code, progress, cancellationToken);

    private async Task ReadAsync(int start, Memory<byte> destination, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (int done = 0; done < destination.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += board.Pace.Window > 1
                ? await ReadSeveralAsync(start, destination, done, progress, cancellationToken).ConfigureAwait(false)
                : await ReadOneAsync(start, destination, done, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> ReadOneAsync(
        int start, Memory<byte> destination, int at, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var request = RequestAt(start, destination, at, out int length);
        long retries = board.Statistics.Retries;
        long sent = board.Time.GetTimestamp();
        try
        {
            await board.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException) when (length == board.Reach.ReadLength && board.Reach.TryShortenReply())
        {
            // This link loses long replies, and this one was still too long for it.
            return 0;
        }

        if (length == ReadCodeRequest.MaxLength && board.Statistics.Retries == retries)
        {
            board.Pace.RecordFullRead(board.Time.GetElapsedTime(sent));
        }

        progress?.Report(at + length);
        return length;
    }

    // Keeps the window full until the end or a loss. Unanswered requests are repeated one by one.
    private async ValueTask<int> ReadSeveralAsync(
        int start, Memory<byte> destination, int at, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var underWay = new Queue<(int At, int Length, Task<ReadCodeReply> Reply)>();
        int next = at;
        int done = at;
        bool lost = false;
        while (true)
        {
            while (!lost && next < destination.Length && MaySend(underWay.Count) && !cancellationToken.IsCancellationRequested)
            {
                var request = RequestAt(start, destination, next, out int length);
                underWay.Enqueue((next, length, board.AskOnceAsync(request, CancellationToken.None).AsTask()));
                next += length;
            }

            if (!underWay.TryDequeue(out var oldest))
            {
                return done - at;
            }

            try
            {
                await oldest.Reply.ConfigureAwait(false);
                if (!lost)
                {
                    done = oldest.At + oldest.Length;
                    progress?.Report(done);
                }
            }
            catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
            {
                // Reading continues from here; replies after this point are read again.
                lost = true;
                board.FellBack("a read", e);
            }
        }
    }

    // ALIVE needs a moment without open requests: when it is due, the window empties once.
    private bool MaySend(int underWay) => underWay == 0 || (underWay < board.Pace.Window && !board.AliveDue);

    private ReadCodeRequest RequestAt(int start, Memory<byte> destination, int at, out int length)
    {
        length = Math.Min(board.Reach.ReadLength, destination.Length - at);
        return new ReadCodeRequest(path.Store, start + at, destination.Slice(at, length));
    }
}
