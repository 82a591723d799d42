using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_ERASE_NEW_APP (2): erases the part of staging (sectors 8 to 10, 128 KB each) that an upload needs. All firmware.</summary>
/// <remarks>
/// Sector 8 + i is erased if the upload reaches it, so the length must be that of all bytes to be written, the 6-byte header
/// included: for an image that ends just below the end of a sector, a length without the header would leave the next sector unerased. Takes
/// 1 s per sector, 2.6 s at worst, after a wait of up to 3 s for each motor. From 6.00 on QML (sector 9) and Lisp (sector 10) are erased
/// too.
/// The bootloader sector is never erased. Without a length in the payload the device uses the bytes after it, and length 0
/// erases nothing and answers "done": neither can be built.
/// </remarks>
internal readonly record struct EraseNewAppRequest : IRequest<FlashReply>
{
    private readonly uint _lengthMinusOne;

    /// <summary>Creates an erase for an upload of <paramref name="length"/> bytes, header included: 1 to 393216.</summary>
    public EraseNewAppRequest(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, WriteArea.Staging.Length);
        _lengthMinusOne = (uint)length - 1;
    }

    /// <inheritdoc/>
    public string Name => "ERASE_NEW_APP";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Erase;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.EraseNewApp;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], _lengthMinusOne + 1);
        return 5;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FlashReply reply) =>
        FlashReply.TryRead(Command.EraseNewApp, payload, out reply);
}
