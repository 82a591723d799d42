using System.Net;

namespace VescUartBoot.Catalog;

/// <summary>One try to download a file failed. The fetcher decides whether it is worth another.</summary>
internal sealed class FetchFailedException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The status code of the server, if it answered.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>The pause that the server asks for; zero if there is none.</summary>
    public TimeSpan RetryAfter { get; private init; }

    /// <summary>Whether another try may go better: no answer, too many requests, or a fault of the server.</summary>
    public bool MayPass =>
        Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <exception cref="FetchFailedException">The server did not answer with success.</exception>
    public static void ThrowIfRefused(HttpResponseMessage response, Uri address, TimeProvider time)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return;
        }

        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        throw new FetchFailedException(
            $"{address} answers {(int)response.StatusCode} "
                + $"({Word(response)}){(wait > TimeSpan.Zero ? $" and asks to wait {wait.TotalSeconds:0} s" : "")}")
        {
            Status = response.StatusCode,
            RetryAfter = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        };
    }

    private static string Word(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => "not found",
        HttpStatusCode.TooManyRequests => "too many requests",
        HttpStatusCode.ServiceUnavailable => "out of service",
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => "not allowed",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "redirects too often or without encryption",
        HttpStatusCode.ProxyAuthenticationRequired => "the proxy wants a password",
        _ => response.ReasonPhrase is { Length: > 0 } reason ? reason : "no reason given",
    };
}
