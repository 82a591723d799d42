namespace VescUartBoot.Messages;

/// <summary>A request that may have no answer: silence is noticed early (<see cref="RequestClass.Read"/>).</summary>
/// <param name="request">The request.</param>
/// <param name="counts">Whether an answer counts; <see langword="null"/>: any does.</param>
internal sealed class QuickRequest<TReply>(IRequest<TReply> request, Func<TReply, bool>? counts = null) : IRequest<TReply>
{
    /// <inheritdoc/>
    public string Name => request.Name;

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Read;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload) => request.WritePayload(payload);

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out TReply reply) =>
        request.TryReadReply(payload, out reply) && counts?.Invoke(reply) != false;
}
