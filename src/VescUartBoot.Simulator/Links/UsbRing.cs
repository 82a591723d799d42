using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Links;

/// <summary>The 2048 bytes between the USB thread and the one that works on them. Nobody asks whether there is room.</summary>
internal sealed class UsbRing : IByteSource
{
    private const int Size = 2048;
    private readonly byte[] _bytes = new byte[Size];
    private int _read;
    private int _write;

    /// <summary>Puts a byte in. Returns how many bytes that made unreadable.</summary>
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
