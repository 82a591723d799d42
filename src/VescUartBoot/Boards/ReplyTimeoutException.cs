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
