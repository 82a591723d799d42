using System.Net.Sockets;
using System.Security.Authentication;

using NATS.Client.Core;

namespace VescUartBoot.Station.Fleet;

/// <summary>Why the server of a fleet cannot be used, in words with the next step.</summary>
internal static class FleetTrouble
{
    /// <summary>The words.</summary>
    public static string WordsOf(Exception exception, FleetOptions options)
    {
        string server = options.Server;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            string? words = cause switch
            {
                _ when cause.Message.Contains("in credentials", StringComparison.Ordinal) =>
                    $"{options.Credentials} holds no credentials as nsc writes them",
                _ when exception.GetBaseException().Message.Contains("does not support TLS", StringComparison.Ordinal) =>
                    $"{server} has no TLS: start it with a certificate, or give nats://",
                _ when cause is AuthenticationException || Says(cause, "tls") =>
                    $"no TLS with {server}: --ca FILE names the authority of its certificate ({exception.GetBaseException().Message})",
                NatsNoRespondersException => $"{server} runs without JetStream: start it with -js",
                _ when cause is SocketException || Says(cause, "connect uris") => $"no server answers at {server}",
                _ when Says(cause, "authorization") || Says(cause, "authentication") => options.Credentials is null
                    ? $"{server} asks for credentials, and those given do not do: --creds FILE names them"
                    : $"{server} refuses the credentials of {options.Credentials}",
                _ => null,
            };
            if (words is not null)
            {
                return words;
            }
        }

        return $"{server}: {exception.GetBaseException().Message}";
    }

    private static bool Says(Exception cause, string word) =>
        cause is NatsException && cause.Message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
