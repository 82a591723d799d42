using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_FW_VERSION (0): identifies the board. Every firmware answers it in the thread of the link, so it also proves that the
/// board listens.</summary>
/// <param name="ExpectedUuid">
/// If set, only an answer of this board counts, so that a late answer of a board behind a CAN bus is not mistaken for it.
/// </param>
internal readonly record struct FirmwareVersionRequest(Uuid? ExpectedUuid = null) : IRequest<FirmwareVersionReply>
{
    /// <inheritdoc/>
    public string Name => "FW_VERSION";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.FirmwareVersion;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FirmwareVersionReply reply)
    {
        reply = null!;
        if (!FirmwareVersionReply.TryParse(payload, out var parsed) || (ExpectedUuid is { } uuid && parsed.Uuid != uuid))
        {
            return false;
        }

        reply = parsed;
        return true;
    }
}
