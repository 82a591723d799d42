using System.Globalization;
using System.Runtime.InteropServices;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.State;
using VescUartBoot.Hosting.Store;

namespace VescUartBoot.Cli.Configuration;

/// <summary>Settings from the environment. The command line overrides them; they override the defaults.</summary>
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

    public static Setting Attempts { get; } = new("attempts", "VESCBOOT_ATTEMPTS", "--attempts", "how many times a request is sent");

    public static Setting ReplyTimeout { get; } = new("replyTimeout", "VESCBOOT_REPLY_TIMEOUT", "--reply-timeout",
        "how long small questions and reads wait, in ms");

    public static Setting Wait { get; } = new("wait", "VESCBOOT_WAIT", "--wait", "how long to wait for a port that is held, in seconds");

    public static Setting Store { get; } = new("store", StoreLocation.Variable, null, "the local store of images");

    public static Setting State { get; } = new("state", StateLocation.Variable, null,
        "backups, saved sectors and all else that is remembered");

    public static Setting NoColor { get; } = new("noColor", "NO_COLOR", "--no-color", "any value gives plain text");

    /// <summary>All settings, in display order.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Port, Baud, Serial, Attempts, ReplyTimeout, Wait, Store, State, NoColor];
}
