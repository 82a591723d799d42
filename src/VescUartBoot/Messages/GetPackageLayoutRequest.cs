using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_CUSTOM_CONFIG_XML (92): reads a piece of the compressed XML text that describes the configuration of a package.
/// Firmware 6.00 and later.</summary>
/// <remarks>The firmware does not answer a read that ends after the text. Like for stored code, it does not check for a negative offset or
/// length: neither can be built.</remarks>
internal readonly record struct GetPackageLayoutRequest : IRequest<PackageLayoutPiece>
{
    /// <summary>The largest read in bytes.</summary>
    public const int MaxLength = 400;

    private const int ReplyHead = 10;

    private readonly int _offset;
    private readonly int _lengthMinusOne;

    /// <summary>Reads <paramref name="length"/> bytes (1..400) at <paramref name="offset"/>.</summary>
    public GetPackageLayoutRequest(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        (_offset, _lengthMinusOne) = (offset, length - 1);
    }

    /// <inheritdoc/>
    public string Name => "GET_CUSTOM_CONFIG_XML";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        (payload[0], payload[1]) = ((byte)Command.GetCustomConfigurationXml, 0);
        BinaryPrimitives.WriteInt32BigEndian(payload[2..], _lengthMinusOne + 1);
        BinaryPrimitives.WriteInt32BigEndian(payload[6..], _offset);
        return ReplyHead;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out PackageLayoutPiece reply)
    {
        reply = default;
        if (payload.Length != ReplyHead + _lengthMinusOne + 1 || payload[0] != (byte)Command.GetCustomConfigurationXml || payload[1] != 0
            || BinaryPrimitives.ReadInt32BigEndian(payload[6..]) != _offset)
        {
            return false;
        }

        reply = new PackageLayoutPiece(BinaryPrimitives.ReadInt32BigEndian(payload[2..]), payload[ReplyHead..].ToArray());
        return true;
    }
}
