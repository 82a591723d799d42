namespace VescUartBoot.Messages;

/// <summary>COMM_FORWARD_CAN (34): passes a request to another motor or board by its CAN id. The reply does not contain the id.</summary>
/// <remarks>
/// Also reaches the second motor of a dual board, at its own id + 1, which answers in the same thread and so in order. A wrong
/// id gets no answer. One request at a time.
/// </remarks>
/// <param name="CanId">0 to 254. 255 would address every board on the bus without an answer: it cannot be built.</param>
/// <param name="Inner">The request; at most 510 bytes of payload.</param>
internal readonly record struct ForwardCanRequest<TRequest, TReply>(byte CanId, TRequest Inner) : IRequest<TReply>
    where TRequest : IRequest<TReply>
{
    private const int Head = 2;
    private const byte Broadcast = 255;

    /// <summary>0..254.</summary>
    public byte CanId { get; } = CanId != Broadcast ? CanId
        : throw new ArgumentOutOfRangeException(nameof(CanId), "255 is every board on the bus");

    /// <inheritdoc/>
    public string Name => $"FORWARD_CAN {CanId} {Inner.Name}";

    /// <inheritdoc/>
    public RequestClass Class => Inner.Class;

    /// <inheritdoc/>
    public bool MayStayUnanswered => true;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.ForwardCan;
        payload[1] = CanId;
        return Head + Inner.WritePayload(payload[Head..]);
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out TReply reply) => Inner.TryReadReply(payload, out reply);
}
