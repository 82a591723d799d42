namespace VescUartBoot.Simulator.Wire;

/// <summary>The receiver of firmware 3.48 and later: of a broken frame only the first byte is discarded, and the rest is scanned
/// again.</summary>
/// <remarks>A bad frame gets no reply. Without an idle time (5.03 and later) a partial frame is kept forever.</remarks>
internal sealed class ResynchronisingReceiver(int maxPayload, TimeSpan? idle) : IDeviceReceiver
{
    private readonly byte[] _buffer = new byte[maxPayload + 8];
    private int _read;
    private int _write;
    private int _missing;
    private TimeSpan _last;

    /// <summary>Bytes of an incomplete frame.</summary>
    public int Pending => _write - _read;

    public void Append(byte value, TimeSpan now)
    {
        if (idle is { } limit && Pending > 0 && now - _last > limit)
        {
            _read = _write = _missing = 0;
        }

        _last = now;
        if (_write == _buffer.Length)
        {
            // If the buffer is full of pending bytes, all are dropped; otherwise they move to the front.
            int pending = _read == 0 ? 0 : Pending;
            Array.Copy(_buffer, _read, _buffer, 0, pending);
            _read = 0;
            _write = pending;
            _missing = pending == 0 ? 0 : _missing;
        }

        _buffer[_write++] = value;
        if (_missing > 0)
        {
            _missing--;
        }
    }

    public bool TryTake(out DeviceFrame frame)
    {
        while (_missing == 0 && _read < _write)
        {
            int total = Examine(out int header, out int length);
            if (total > Pending)
            {
                _missing = total - Pending;
                break;
            }

            if (total > 0)
            {
                frame = new DeviceFrame(_buffer, _read + header, length);
                _read += total;
                if (_read == _write)
                {
                    _read = _write = 0;
                }

                return true;
            }

            _read++;
        }

        if (_read == _write)
        {
            _read = _write = 0;
        }

        frame = default;
        return false;
    }

    /// <summary>Returns the length of the frame at the read position, or the part known so far; 0 if there is no frame.</summary>
    private int Examine(out int header, out int length)
    {
        var held = _buffer.AsSpan(_read, Pending);
        header = held[0];
        length = 0;
        if (header is not (2 or 3))
        {
            return 0;
        }

        if (held.Length < header)
        {
            return header;
        }

        length = header == 2 ? held[1] : (held[1] << 8) | held[2];
        if (length == 0 || length > maxPayload || (header == 3 && length < 255))
        {
            return 0;
        }

        int total = header + length + 3;
        if (held.Length < total)
        {
            return total;
        }

        int crc = (held[total - 3] << 8) | held[total - 2];
        return held[total - 1] == 3 && Crc16.Of(held.Slice(header, length)) == crc ? total : 0;
    }
}
