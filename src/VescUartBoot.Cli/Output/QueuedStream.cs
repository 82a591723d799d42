using System.Buffers;

namespace VescUartBoot.Cli.Output;

/// <summary>A stream that is written by a thread of its own: a reader that is slow, or does not read at all, stops no job.</summary>
/// <remarks>What waits is bounded: past the bound a write waits for the reader, and once <see cref="Hurry"/> was called it is
/// dropped.</remarks>
internal sealed class QueuedStream : WriteOnlyStream
{
    private const int MostWaiting = 4 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _more = new(initialState: false);
    private readonly ManualResetEventSlim _room = new(initialState: true);
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private readonly Stream _stream;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _underWay = new();
    private Thread? _thread;
    private bool _isSlow;

    public QueuedStream(Func<Stream> open)
    {
        try
        {
            _stream = open();
        }
        catch (Exception e) when (IsGone(e))
        {
            (_stream, Failure) = (Null, e);
        }
    }

    /// <summary>Why what was written is not complete; <see langword="null"/>: it is, as far as it is known.</summary>
    public Exception? Failure { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _room.Wait();
        lock (_lock)
        {
            if (Failure is not null)
            {
                return;
            }

            if (_waiting.WrittenCount > MostWaiting)
            {
                Failure = NotRead();
                return;
            }

            _waiting.Write(buffer);
            _idle.Reset();
            if (_waiting.WrittenCount > MostWaiting)
            {
                _room.Reset();
            }

            if (_thread is null)
            {
                _thread = new Thread(WriteAll) { IsBackground = true, Name = "standard stream" };
                _thread.Start();
            }
        }

        _more.Set();
    }

    /// <summary>Lets what was said before on this stream come first; one that is slow is not waited for again.</summary>
    public void KeepOrder(TimeSpan patience)
    {
        if (!_isSlow)
        {
            _isSlow = !_idle.Wait(patience);
        }
    }

    /// <summary>Waits until everything is written. What is not by then never is.</summary>
    /// <returns>Whether it is all written, or failed.</returns>
    public bool Drain(TimeSpan patience) => _idle.Wait(patience);

    /// <summary>No write waits for a reader any more.</summary>
    public void Hurry() => _room.Set();

    /// <summary>Nobody waits for the rest any more.</summary>
    public void GiveUp()
    {
        lock (_lock)
        {
            if (!_idle.IsSet)
            {
                Failure ??= NotRead();
            }

            _idle.Set();
            _room.Set();
        }
    }

    private static IOException NotRead() => new("nobody has read it");

    private static bool IsGone(Exception exception) => exception is IOException or UnauthorizedAccessException or ObjectDisposedException;

    private void WriteAll()
    {
        while (TakeMore())
        {
            try
            {
                _stream.Write(_underWay.WrittenSpan);
            }
            catch (Exception e) when (IsGone(e))
            {
                End(e);
                return;
            }
        }
    }

    // Never ends by itself: the thread goes with the process.
    private bool TakeMore()
    {
        while (true)
        {
            lock (_lock)
            {
                _underWay.ResetWrittenCount();
                if (_waiting.WrittenCount > 0)
                {
                    (_waiting, _underWay) = (_underWay, _waiting);
                    _room.Set();
                    return true;
                }

                _isSlow = false;
                _idle.Set();
            }

            _ = _more.WaitOne();
        }
    }

    private void End(Exception failure)
    {
        lock (_lock)
        {
            Failure ??= failure;
            _room.Set();
            _idle.Set();
        }
    }

    // Only where nothing waits any more; the streams of a process are as old as the process and need none of it.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveUp();
            _more.Dispose();
            _room.Dispose();
            _idle.Dispose();
        }

        base.Dispose(disposing);
    }
}
