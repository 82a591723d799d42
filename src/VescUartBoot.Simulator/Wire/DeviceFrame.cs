using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Wire;

/// <summary>A frame in the receiver's buffer. The bytes after its payload are stale, and commands without a length check read
/// them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct DeviceFrame(byte[] buffer, int start, int length)
{
    /// <summary>The payload: command and arguments.</summary>
    public ReadOnlySpan<byte> Payload => buffer.AsSpan(start, length);

    /// <summary>Returns payload bytes from <paramref name="index"/>, then stale bytes of the buffer, then zeros.</summary>
    public byte[] Unchecked(int index, int count)
    {
        byte[] read = new byte[count];
        int from = start + index;
        int available = Math.Clamp(buffer.Length - from, 0, count);
        buffer.AsSpan(from, available).CopyTo(read);
        return read;
    }

    /// <summary>Reads a big-endian number without a length check.</summary>
    public uint UncheckedUInt32(int index) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Unchecked(index, 4));

    /// <summary>Returns the frame without the first <paramref name="offset"/> bytes of the payload.</summary>
    public DeviceFrame Behind(int offset) => new(buffer, start + offset, Math.Max(0, length - offset));
}
