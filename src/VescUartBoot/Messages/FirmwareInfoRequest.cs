namespace VescUartBoot.Messages;

/// <summary>COMM_FW_INFO (157): the source revisions of a firmware. Firmware 6.06 and later; older firmware does not answer.</summary>
internal readonly record struct FirmwareInfoRequest : IRequest<FirmwareInfoReply>
{
    /// <inheritdoc/>
    public string Name => "FW_INFO";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.FirmwareInfo;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out FirmwareInfoReply reply)
    {
        reply = null!;
        if (payload.Length < 4 || payload[0] != (byte)Command.FirmwareInfo)
        {
            return false;
        }

        var reader = new PayloadReader(payload[4..]);
        reply = new FirmwareInfoReply(reader.Text(), reader.Text());
        return true;
    }
}
