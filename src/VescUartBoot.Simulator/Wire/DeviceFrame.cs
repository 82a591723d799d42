using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Wire;

/// <summary>A frame as it lies in the receiver's buffer. What stands behind its payload there is stale, and careless commands read
/// it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct DeviceFrame(byte[] buffer, int start, int length)
{
    /// <summary>The payload: command and arguments.</summary>
    public ReadOnlySpan<byte> Payload => buffer.AsSpan(start, length);

    /// <summary>Payload bytes from <paramref name="index"/> on, and behind its end whatever the buffer still holds; zeros behind the
    /// buffer.</summary>
    public byte[] Unchecked(int index, int count)
    {
        byte[] read = new byte[count];
        int from = start + index;
        int available = Math.Clamp(buffer.Length - from, 0, count);
        buffer.AsSpan(from, available).CopyTo(read);
        return read;
    }

    /// <summary>A big-endian number that nobody checked to be there.</summary>
    public uint UncheckedUInt32(int index) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Unchecked(index, 4));

    /// <summary>The same bytes without the first <paramref name="offset"/> of the payload.</summary>
    public DeviceFrame Behind(int offset) => new(buffer, start + offset, Math.Max(0, length - offset));
}
