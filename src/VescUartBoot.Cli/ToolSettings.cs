using System.Globalization;
using System.Runtime.InteropServices;
using VescUartBoot.Bundles;

namespace VescUartBoot.Cli;

/// <summary>The settings that the environment may hold. The command line beats it; it beats the default.</summary>
internal static class ToolSettings
{
    public const int DefaultBaud = 115_200;

    public static readonly NumberRange BaudRange = new(1, 12_000_000);
    public static readonly NumberRange AttemptsRange = new(1, 100);
    public static readonly NumberRange ReplyTimeoutRange = new(10, 60_000);
    public static readonly NumberRange WaitRange = new(0, 86_400);

    public static Setting Port { get; } = new("port", "VESCBOOT_PORT", "--port", "the port, as --port takes it");

    public static Setting Baud { get; } = new("baud", "VESCBOOT_BAUD", "--baud", "baud rate of a UART");

    public static Setting Serial { get; } = new("serial", "VESCBOOT_SERIAL", "--serial", "what opens a serial port: native or system");

    public static Setting Attempts { get; } = new("attempts", "VESCBOOT_ATTEMPTS", "--attempts", "how often a request is sent");

    public static Setting ReplyTimeout { get; } = new("replyTimeout", "VESCBOOT_REPLY_TIMEOUT", "--reply-timeout", "how long small questions and reads wait, in ms");

    public static Setting Wait { get; } = new("wait", "VESCBOOT_WAIT", "--wait", "how long to wait for a port that is held, in seconds");

    public static Setting Store { get; } = new("store", StoreLocation.Variable, null, "the local store of images");

    public static Setting State { get; } = new("state", "VESCBOOT_STATE", null, "backups, saved sectors and all else that is remembered");

    public static Setting NoColor { get; } = new("noColor", "NO_COLOR", "--no-color", "plain text, whatever it is set to");

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Port, Baud, Serial, Attempts, ReplyTimeout, Wait, Store, State, NoColor];
}

/// <summary>One setting.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Variable">The environment variable; an empty one counts as none.</param>
/// <param name="Option">The option that beats it, if there is one.</param>
/// <param name="Meaning">What it is.</param>
internal sealed record Setting(string Name, string Variable, string? Option, string Meaning)
{
    /// <summary>What the environment holds.</summary>
    public string? InEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>The word that the environment holds.</summary>
    /// <exception cref="CliException">It is none of <paramref name="words"/>.</exception>
    public string? WordIn(IReadOnlyList<string> words) =>
        InEnvironment is not { } text || words.Contains(text, StringComparer.Ordinal) ? InEnvironment
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {string.Join(" or ", words)}, not '{text}'", $"correct or unset {Variable}"));

    /// <summary>The number that the environment holds.</summary>
    /// <exception cref="CliException">It is none, or out of range.</exception>
    public int? NumberIn(NumberRange range) =>
        InEnvironment is not { } text ? null
        : range.TryParse(text, out int value) ? value
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {range}, not '{text}'", $"correct or unset {Variable}"));
}

/// <summary>The whole numbers that an option takes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberRange(int Min, int Max)
{
    public bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= Min && value <= Max;

    public override string ToString() => $"a whole number from {Min} to {Max}";
}
