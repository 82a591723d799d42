using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Reads stored code, and flash through an open read path, as fast as the link allows and no faster.</summary>
internal sealed class FlashReader(Board board, CodeSector path)
{
    /// <summary>Fills <paramref name="destination"/> with the flash from <paramref name="start"/> on. Only through a path that has passed
    /// its self-test.</summary>
    /// <param name="start">The first address.</param>
    /// <param name="destination">Its length says how many bytes to read.</param>
    /// <param name="progress">Is told how many bytes have come.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <exception cref="ReplyTimeoutException">A read stayed unanswered in all its tries.</exception>
    public Task ReadAsync(FlashAddress start, Memory<byte> destination, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        // The range is checked before the first byte is asked for.
        _ = FlashRange.From(start, destination.Length);
        return ReadAsync(path.AliasOffset(start), destination, progress, cancellationToken);
    }

    /// <summary>Fills <paramref name="code"/> with the stored code itself, which begins behind its header: an ordinary read that needs no
    /// path.</summary>
    /// <param name="code">As long as the firmware said that its code is: it answers no read beyond the end.</param>
    /// <param name="progress">Is told how many bytes have come.</param>
    /// <param name="cancellationToken">Stops between two requests.</param>
    /// <exception cref="ReplyTimeoutException">A read stayed unanswered in all its tries.</exception>
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
            // This link is known to lose long replies, and this one was still too long for it.
            return 0;
        }

        if (length == ReadCodeRequest.MaxLength && board.Statistics.Retries == retries)
        {
            board.Pace.RecordFullRead(board.Time.GetElapsedTime(sent));
        }

        progress?.Report(at + length);
        return length;
    }

    // Keeps the window full until the end or until something is lost; what was asked and not answered is read again, one by one.
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
                // Reading goes on from here; what came behind it is read once more.
                lost = true;
                board.FellBack("a read", e);
            }
        }
    }

    // ALIVE wants a moment in which nothing is open: when it is due, the window runs empty once.
    private bool MaySend(int underWay) => underWay == 0 || (underWay < board.Pace.Window && !board.AliveDue);

    private ReadCodeRequest RequestAt(int start, Memory<byte> destination, int at, out int length)
    {
        length = Math.Min(board.Reach.ReadLength, destination.Length - at);
        return new ReadCodeRequest(path.Store, start + at, destination.Slice(at, length));
    }
}
