using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_ERASE_NEW_APP (2): erase as much of staging (sectors 8 to 10, 128 KB each) as an upload needs. All firmware.</summary>
/// <remarks>
/// Sector 8 + i is erased if the upload reaches into it, so the length is that of everything that will be written, the 6-byte header
/// included: an image that ends just below a sector's end and is asked for without its header leaves that sector as it was. Takes
/// 1 s a sector, 2.6 s at worst, after waiting up to 3 s for each motor. From 6.00 on QML (sector 9) and Lisp (sector 10) go with it.
/// The bootloader's sector is never touched. A payload without its length makes the device use whatever stands behind it, and length 0
/// erases nothing and says "done": neither can be built.
/// </remarks>
internal readonly record struct EraseNewAppRequest : IRequest<FlashReply>
{
    private readonly uint _lengthMinusOne;

    /// <summary>An erase for an upload of <paramref name="length"/> bytes, header included: 1..393216.</summary>
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
