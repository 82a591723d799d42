using System.Buffers.Binary;
using System.Text;

namespace VescUartBoot.Messages;

/// <summary>Reads big-endian fields in order. An incomplete field and all fields after it read as <see langword="null"/>.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public bool AtEnd => _rest.IsEmpty;

    public byte? Byte() => Take(1, out var bytes) ? bytes[0] : null;

    public short? Int16() => Take(2, out var bytes) ? BinaryPrimitives.ReadInt16BigEndian(bytes) : null;

    public int? Int32() => Take(4, out var bytes) ? BinaryPrimitives.ReadInt32BigEndian(bytes) : null;

    public uint? UInt32() => Take(4, out var bytes) ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : null;

    public byte[]? Bytes(int count) => Take(count, out var bytes) ? bytes.ToArray() : null;

    public void Skip(int count) => Take(count, out _);

    /// <summary>Reads a NUL-terminated string. Bytes other than printable ASCII are returned as <c>\x1B</c>, so that no name can harm a
    /// terminal.</summary>
    public string? Text()
    {
        if (_rest.IsEmpty)
        {
            return null;
        }

        int end = _rest.IndexOf((byte)0);
        var raw = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];

        var text = new StringBuilder(raw.Length);
        foreach (byte b in raw)
        {
            _ = b is >= 0x20 and < 0x7F ? text.Append((char)b) : text.Append("\\x").Append(b.ToString("X2"));
        }

        return text.ToString();
    }

    private bool Take(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_rest.Length < count)
        {
            bytes = _rest = default;
            return false;
        }

        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }
}
