namespace VescUartBoot.Messages;

/// <summary>COMM_PING_CAN (62), firmware 3.48 and later: the ids of the nodes that answer on the CAN bus behind the board that is
/// asked.</summary>
/// <remarks>
/// It takes 2.5 to 3.9 s. The id of the board that is asked is not among them, unless another node has the same. A node that is busy is
/// missing; a second motor is a node of its own. A second one that comes meanwhile is dropped silently.
/// </remarks>
internal readonly record struct PingCanRequest : IRequest<byte[]>
{
    /// <inheritdoc/>
    public string Name => "PING_CAN";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Scan;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.PingCan;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out byte[] reply)
    {
        bool isReply = payload is [(byte)Command.PingCan, ..];
        reply = isReply ? payload[1..].ToArray() : [];
        return isReply;
    }
}
