namespace VescUartBoot.Messages;

/// <summary>A request that the board answers with one <typeparamref name="TReply"/>.</summary>
public interface IRequest<TReply>
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

/// <summary>How a request is retried. The figures of each class are in <c>RetryOptions</c>.</summary>
public enum RequestClass
{
    /// <summary>Small questions answered at once by the thread of the link itself.</summary>
    Identify,

    /// <summary>Reads of stored code and flash. A question that came after is answered after: silence is known early.</summary>
    Read,

    /// <summary>Writes to flash. The board may first wait for its motors.</summary>
    Write,

    /// <summary>Erases of a flash sector. Sent once: what became of it is read, never guessed.</summary>
    Erase,
}
