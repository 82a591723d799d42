namespace VescUartBoot.Messages;

/// <summary>A request padded with zeros, which the firmware does not read: a harmless request of any length.</summary>
/// <param name="Inner">The request.</param>
/// <param name="Length">Length of the payload in bytes, 1 to 512.</param>
internal readonly record struct PaddedRequest<TReply>(IRequest<TReply> Inner, int Length) : IRequest<TReply>
{
    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <inheritdoc/>
    public RequestClass Class => Inner.Class;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        int written = Inner.WritePayload(payload);
        payload[written..Length].Clear();
        return Length;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out TReply reply) => Inner.TryReadReply(payload, out reply);
}
