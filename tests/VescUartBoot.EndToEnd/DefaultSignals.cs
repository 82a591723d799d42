using System.Globalization;
using System.Runtime.CompilerServices;

namespace VescUartBoot.EndToEnd;

/// <summary>Gives every program that a test starts the default signals.</summary>
/// <remarks>
/// A shell starts a program after <c>&amp;</c> with SIGINT and SIGQUIT ignored, <c>nohup</c> ignores SIGHUP, and a program inherits what is
/// ignored. .NET respects that, so Ctrl-C would not reach the tool. These tests undo it for themselves before the first of them runs.
/// </remarks>
internal static class DefaultSignals
{
    private const string Ignored = "SigIgn:";

    [ModuleInitializer]
    internal static void Restore()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string mask = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..];
        ulong ignored = ulong.Parse(mask.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        foreach (int signal in new[] { Native.SigHup, Native.SigInt, Native.SigQuit })
        {
            if ((ignored >> (signal - 1) & 1) != 0)
            {
                _ = Native.Default(signal, 0);
            }
        }
    }
}
