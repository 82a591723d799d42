namespace VescUartBoot.Messages;

/// <summary>A request to a board.</summary>
internal interface IRequest
{
    /// <summary>Name of the request in messages and traces.</summary>
    string Name { get; }

    /// <summary>Time-out of the reply and number of attempts.</summary>
    RequestClass Class { get; }

    /// <summary>Whether a board that is well may leave the request unanswered: it is for a node that may not be there.</summary>
    bool MayStayUnanswered => false;

    /// <summary>Writes the payload, 1 to 512 bytes, and returns its length.</summary>
    int WritePayload(Span<byte> payload);
}

/// <summary>A request that the board answers with one <typeparamref name="TReply"/>.</summary>
internal interface IRequest<TReply> : IRequest
{
    /// <summary>
    /// Reads <paramref name="payload"/> if it answers this request: the command matches, and also offset and mask if the firmware repeats
    /// them. Other payloads, such as a print or a late answer to an earlier request, are not accepted.
    /// </summary>
    bool TryReadReply(ReadOnlySpan<byte> payload, out TReply reply);
}
