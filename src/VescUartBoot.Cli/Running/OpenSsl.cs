using System.Runtime.InteropServices;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Running;

/// <summary>OpenSSL, which the runtime loads on Linux for every hash. Without it the runtime ends the process at the first hash.</summary>
internal static class OpenSsl
{
    // The names that the runtime tries, in its order.
    private static readonly string[] _names = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>Returns the error if OpenSSL is missing, otherwise <see langword="null"/>.</summary>
    public static CliError? FindMissing() => OperatingSystem.IsLinux() ? FindMissing(name => NativeLibrary.TryLoad(name, out _)) : null;

    internal static CliError? FindMissing(Predicate<string> canLoad)
    {
        string? chosen = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE");
        string[] names = string.IsNullOrEmpty(chosen) ? _names : [$"libssl.so.{chosen}", .. _names];
        return Array.Exists(names, canLoad) ? null : CliError.OfTable(
            "opensslMissing", $"vescboot needs OpenSSL to compute SHA-256, and this machine has neither {string.Join(" nor ", names)}");
    }
}
