using System.Buffers;

namespace VescUartBoot.Cli.Output;

/// <summary>A stream written by its own thread: a slow or stopped reader does not block a job.</summary>
/// <remarks>The queue is bounded: when it is full a write waits for the reader; after <see cref="Hurry"/> it is dropped.</remarks>
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

    /// <summary>Reason why the output is incomplete; <see langword="null"/> if no loss is known.</summary>
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

    /// <summary>Waits until earlier output on this stream is written; a slow stream is not waited for again.</summary>
    public void KeepOrder(TimeSpan patience)
    {
        if (!_isSlow)
        {
            _isSlow = !_idle.Wait(patience);
        }
    }

    /// <summary>Waits until everything is written. Unwritten output is dropped after that.</summary>
    /// <returns>Whether all output was written or failed.</returns>
    public bool Drain(TimeSpan patience) => _idle.Wait(patience);

    /// <summary>From now on, no write waits for a reader.</summary>
    public void Hurry() => _room.Set();

    /// <summary>Ends the wait for the remaining output.</summary>
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

    // Never ends by itself: the thread ends with the process.
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

    // Only if nothing waits any more; the streams of the process live as long as the process and need no disposal.
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
