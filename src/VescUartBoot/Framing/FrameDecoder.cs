namespace VescUartBoot.Framing;

/// <summary>Finds frames in a stream of bytes that comes in any portions, and finds its way again after noise.</summary>
/// <remarks>
/// A candidate that fails costs one byte: the search goes on in the bytes already held, so a good frame behind or inside a bad
/// one is found as soon as the bad one has failed. A stray 0x03 may look like the start of a frame of 512 bytes that never
/// comes; <see cref="Rescue"/> is for that: the owner calls it when the line has been silent. One caller at a time. Nothing is
/// allocated after construction.
/// </remarks>
internal sealed class FrameDecoder
{
    // Twice the largest frame: whatever is pending is shorter than one frame, the rest is room for new bytes.
    private readonly byte[] _buffer = new byte[2 * Frame.MaxLength];
    private readonly IFrameSink _sink;
    private int _start;
    private int _end;
    private bool _inSync = true;

    /// <summary>Makes a decoder that hands what it finds to <paramref name="sink"/>.</summary>
    public FrameDecoder(IFrameSink sink) => _sink = sink;

    /// <summary>How many bytes wait for the rest of their frame.</summary>
    public int Pending => _end - _start;

    /// <summary>How often the stream had to be searched for the next frame: noise, or a frame whose CRC or stop byte was wrong.</summary>
    public long CorruptFrames { get; private set; }

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_end == _buffer.Length)
            {
                _buffer.AsSpan(_start, Pending).CopyTo(_buffer);
                (_start, _end) = (0, Pending);
            }

            int count = Math.Min(bytes.Length, _buffer.Length - _end);
            bytes[..count].CopyTo(_buffer.AsSpan(_end));
            _end += count;
            bytes = bytes[count..];
            Search();
        }
    }

    /// <summary>
    /// Looks for whole frames inside the unfinished one that is pending, and takes the first that <paramref name="isAwaited"/>
    /// accepts in its place, with all that follows. What it does not accept stays pending.
    /// </summary>
    /// <returns>Whether a frame was taken.</returns>
    public bool Rescue(Func<ReadOnlySpan<byte>, bool> isAwaited)
    {
        for (int at = _start + 1; at < _end; at++)
        {
            var bytes = _buffer.AsSpan(at, _end - at);
            var candidate = Frame.Examine(bytes);
            if (candidate.State == FrameState.Valid && isAwaited(candidate.PayloadOf(bytes)))
            {
                Skip(at - _start);
                Search();
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets what is pending.</summary>
    public void Clear()
    {
        if (Pending > 0)
        {
            Skip(Pending);
        }

        _inSync = true;
    }

    private void Search()
    {
        while (Pending > 0)
        {
            var bytes = _buffer.AsSpan(_start, Pending);
            var candidate = Frame.Examine(bytes);
            switch (candidate.State)
            {
                case FrameState.Incomplete:
                    return;

                case FrameState.Valid:
                    _inSync = true;
                    _start += candidate.Length;
                    _sink.OnFrame(candidate.PayloadOf(bytes), bytes[..candidate.Length]);
                    break;

                default:
                    int next = bytes[1..].IndexOfAny(Frame.ShortStart, Frame.LongStart);
                    Skip(next < 0 ? bytes.Length : next + 1);
                    break;
            }
        }

        (_start, _end) = (0, 0);
    }

    private void Skip(int count)
    {
        if (_inSync)
        {
            CorruptFrames++;
            _inSync = false;
        }

        _sink.OnSkipped(_buffer.AsSpan(_start, count));
        _start += count;
    }
}
