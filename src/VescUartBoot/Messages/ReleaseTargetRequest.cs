namespace VescUartBoot.Messages;

/// <summary>COMM_BM_DISCONNECT (70): programs bytes buffered in the helper, detaches from the target, and restores the SWD pins of the
/// helper. Firmware 3.54 and later.</summary>
internal readonly record struct ReleaseTargetRequest : IRequest<bool>
{
    /// <inheritdoc/>
    public string Name => "BM_DISCONNECT";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Probe;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.ReleaseTarget;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply) =>
        reply = payload is [(byte)Command.ReleaseTarget, ..];
}
