namespace VescUartBoot.Messages;

/// <summary>A request that the board answers with one <typeparamref name="TReply"/>.</summary>
internal interface IRequest<TReply>
{
    /// <summary>The request's name in messages and traces.</summary>
    string Name { get; }

    /// <summary>How long the answer may take and how often the request may be sent.</summary>
    RequestClass Class { get; }

    /// <summary>Writes the payload, 1..512 bytes, and returns its length.</summary>
    int WritePayload(Span<byte> payload);

    /// <summary>
    /// Reads <paramref name="payload"/> if it answers this very request: the command fits, and, where the firmware echoes them,
    /// offset and mask too. Anything else, such as a print or a late answer to an earlier request, is not read.
    /// </summary>
    bool TryReadReply(ReadOnlySpan<byte> payload, out TReply reply);
}
