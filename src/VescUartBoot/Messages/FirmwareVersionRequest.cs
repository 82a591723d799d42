using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>COMM_FW_VERSION (0): who are you. Every firmware answers it, in the thread of the link, so it also proves that the board
/// listens.</summary>
/// <param name="ExpectedUuid">
/// If given, only this board's answer counts: an answer that a board behind a CAN bus gives late is not taken for it.
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
