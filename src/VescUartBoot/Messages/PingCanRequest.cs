namespace VescUartBoot.Messages;

/// <summary>COMM_PING_CAN (62), firmware 3.48 and later: the ids of the nodes that answer on the CAN bus behind the board.</summary>
/// <remarks>
/// Takes 2.5 to 3.9 s. The result does not contain the id of the board itself, unless another node has the same id. A busy node is
/// missing; a second motor is a node of its own. The firmware drops a second PING_CAN in that time without an answer.
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
