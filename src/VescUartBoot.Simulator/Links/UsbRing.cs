using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Links;

/// <summary>Ring buffer of 2048 bytes between the USB thread and the command thread. The firmware does not check for free space.</summary>
internal sealed class UsbRing : IByteSource
{
    private const int Size = 2048;
    private readonly byte[] _bytes = new byte[Size];
    private int _read;
    private int _write;

    /// <summary>Adds a byte. Returns the number of bytes that became unreadable.</summary>
    public int Push(byte value)
    {
        _bytes[_write] = value;
        _write = (_write + 1) % Size;
        return _write == _read ? Size : 0;
    }

    public bool TryRead(out byte value)
    {
        value = _bytes[_read];
        bool any = _read != _write;
        _read = any ? (_read + 1) % Size : _read;
        return any;
    }
}
