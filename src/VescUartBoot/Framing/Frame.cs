using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Framing;

/// <summary>The frame of the VESC protocol: start, length, payload, CRC-16 of the payload (high byte first), 0x03.</summary>
/// <remarks>
/// Start 2 has one length byte (payload 1 to 255), start 3 has two, big-endian (payload 255 to 512). A payload of 255 is legal in
/// both forms; senders use the short one. Firmware 3.48 and later accepts and sends at most 512 bytes. There is no NAK: a corrupt
/// frame gets no answer.
/// </remarks>
internal static class Frame
{
    /// <summary>The largest payload, in bytes, that firmware 3.48 and later accepts.</summary>
    public const int MaxPayload = 512;

    /// <summary>The largest frame in bytes: 3 before the payload, 3 after it.</summary>
    public const int MaxLength = MaxPayload + 6;

    internal const byte ShortStart = 2;
    internal const byte LongStart = 3;
    internal const byte Stop = 3;
    internal const int MaxShortPayload = 255;
    internal const int MinLongPayload = 255;

    private const int Trailer = 3;

    /// <summary>The length in bytes of the frame around a payload of <paramref name="payloadLength"/> bytes (1..512).</summary>
    public static int LengthFor(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(payloadLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, MaxPayload);
        return payloadLength + (payloadLength <= MaxShortPayload ? 2 : 3) + Trailer;
    }

    /// <summary>Writes the frame around <paramref name="payload"/> (1..512 bytes) and returns its length in bytes.</summary>
    public static int Encode(ReadOnlySpan<byte> payload, Span<byte> frame)
    {
        int length = LengthFor(payload.Length);
        int head;
        if (payload.Length <= MaxShortPayload)
        {
            frame[0] = ShortStart;
            frame[1] = (byte)payload.Length;
            head = 2;
        }
        else
        {
            frame[0] = LongStart;
            BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)payload.Length);
            head = 3;
        }

        payload.CopyTo(frame[head..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(head + payload.Length)..], Crc16.Compute(payload));
        frame[length - 1] = Stop;
        return length;
    }

    /// <summary>Classifies the first bytes of <paramref name="bytes"/>, by the rules of the receiver in the device.</summary>
    internal static FrameCandidate Examine(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return FrameCandidate.Incomplete;
        }

        int head, payload;
        switch (bytes[0])
        {
            case ShortStart:
                if (bytes.Length < 2)
                {
                    return FrameCandidate.Incomplete;
                }

                (head, payload) = (2, bytes[1]);
                if (payload == 0)
                {
                    return FrameCandidate.Invalid;
                }

                break;

            case LongStart:
                // The high byte alone excludes most impossible lengths, without the low one.
                if (bytes.Length < 3)
                {
                    return bytes.Length == 2 && bytes[1] > MaxPayload >> 8 ? FrameCandidate.Invalid : FrameCandidate.Incomplete;
                }

                (head, payload) = (3, BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]));
                if (payload is < MinLongPayload or > MaxPayload)
                {
                    return FrameCandidate.Invalid;
                }

                break;

            default:
                return FrameCandidate.Invalid;
        }

        int length = head + payload + Trailer;
        if (bytes.Length < length)
        {
            return FrameCandidate.Incomplete;
        }

        bool valid = bytes[length - 1] == Stop
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[(head + payload)..]) == Crc16.Compute(bytes.Slice(head, payload));
        return valid ? new FrameCandidate(FrameState.Valid, head, payload, length) : FrameCandidate.Broken;
    }
}
