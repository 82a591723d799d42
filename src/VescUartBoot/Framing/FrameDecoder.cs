namespace VescUartBoot.Framing;

/// <summary>Finds frames in a byte stream of arbitrary portions, and resynchronises after noise.</summary>
/// <remarks>
/// A failed candidate costs one byte: the search continues in the bytes already held, so a valid frame after or inside a corrupt
/// one is found as soon as the corrupt one has failed. A stray 0x03 may look like the start of a frame of 512 bytes that never
/// comes; for that case the owner calls <see cref="Rescue"/> after silence on the line. One caller at a time. Nothing is
/// allocated after construction.
/// </remarks>
internal sealed class FrameDecoder
{
    // Twice the largest frame: pending bytes are shorter than one frame, the rest is room for new bytes.
    private readonly byte[] _buffer = new byte[2 * Frame.MaxLength];
    private readonly IFrameSink _sink;
    private int _start;
    private int _end;
    private bool _inSync = true;

    /// <summary>Creates a decoder that passes its results to <paramref name="sink"/>.</summary>
    public FrameDecoder(IFrameSink sink) => _sink = sink;

    /// <summary>Number of bytes that wait for the rest of their frame.</summary>
    public int Pending => _end - _start;

    /// <summary>Number of times the stream was searched for the next frame: after noise, or a frame with a wrong CRC or stop
    /// byte.</summary>
    public long CorruptFrames { get; private set; }

    /// <summary>Processes the next bytes of the stream.</summary>
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
    /// Searches the incomplete pending frame for complete ones, and accepts the first for which <paramref name="isAwaited"/> is true, with
    /// all
    /// that follows. If there is none, the bytes stay pending.
    /// </summary>
    /// <returns>Whether a frame was accepted.</returns>
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

    /// <summary>Discards pending bytes.</summary>
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
