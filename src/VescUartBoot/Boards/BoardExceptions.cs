namespace VescUartBoot.Boards;

/// <summary>The board did not answer a request in all its tries.</summary>
public sealed class ReplyTimeoutException(string request, int attempts, Exception? innerException = null)
    : VescException($"the board did not answer {request} ({(attempts == 1 ? "asked once" : $"asked {attempts} times")})", innerException)
{
    /// <summary>Name of the request.</summary>
    public string Request { get; } = request;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; } = attempts;
}

/// <summary>A later question was answered, so this one will not be: replies on one link come in order.</summary>
public sealed class ReplyLostException(string request) : VescException($"no answer to {request}, but to a later question");

/// <summary>After an interruption another board answered on the same port.</summary>
public sealed class BoardChangedException(string expected, string found)
    : VescException($"another board answers now: {found} instead of {expected}");
