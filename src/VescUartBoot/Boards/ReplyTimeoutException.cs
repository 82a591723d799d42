namespace VescUartBoot.Boards;

/// <summary>The board answered none of the attempts of a request.</summary>
public sealed class ReplyTimeoutException(string request, int attempts, Exception? innerException = null)
    : VescException($"the board did not answer {request} ({(attempts == 1 ? "asked once" : $"asked {attempts} times")})", innerException)
{
    /// <summary>Name of the request.</summary>
    public string Request { get; } = request;

    /// <summary>Number of times it was sent.</summary>
    public int Attempts { get; } = attempts;
}
