using System.CommandLine;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Links;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Options of every board command.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Port { get; } = new("--port", "-p")
    {
        Description = "/dev/ttyACM0, COM5, tcp://HOST:PORT or sim://.\ndefault: $VESCBOOT_PORT, or the only VESC that is plugged in",
        HelpName = "PORT",
    };

    public Option<int?> Baud { get; } = Number("--baud", "N", ToolSettings.BaudRange,
        "Baud rate of a UART (default: 115200)");

    public Option<string?> Serial { get; } = Choice("--serial",
        "Serial port code (default: native).\nnative: our own; system: System.IO.Ports, the default on macOS",
        SerialSettings.Words);

    public Option<int?> Attempts { get; } = Number("--attempts", "N", ToolSettings.AttemptsRange,
        "Attempts (default: 5 for reads, 3 for writes)");

    public Option<int?> ReplyTimeout { get; } = Number("--reply-timeout", "MS", ToolSettings.ReplyTimeoutRange,
        "Wait for a reply (default: 500, reads: 1000)");

    public Option<int?> Wait { get; } = Number("--wait", "SECONDS", ToolSettings.WaitRange,
        "Wait for a busy port or board (default: 0 s)");

    public Option<bool> Json { get; } = JsonLines();

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print only the result" };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Print reasons, retries and counts" };

    public Option<string?> Trace { get; } = new("--trace")
    {
        Description = "Write every frame, with times, to FILE",
        HelpName = "FILE"
    };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Answer yes to questions" };

    public Option<string?> Board { get; } = new("--board")
    {
        Description = "Refuse any board without this UUID",
        HelpName = "UUID"
    };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours" };

    public void AddTo(Command command)
    {
        Board.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !Uuid.TryParse(r.Tokens[0].Value, out _))
            {
                r.AddError($"'{r.Tokens[0].Value}' is not a UUID of 24 hexadecimal digits (vescboot info shows it)");
            }
        });
        command.Check(r =>
        {
            if (r.GetValue(Quiet) && r.GetValue(Verbose))
            {
                r.AddError("--quiet and --verbose contradict each other");
            }
        });
        foreach (var option in new Option[] { Port, Baud, Serial, Board, Yes, Json, Quiet, Verbose, NoColor, Trace, Attempts, ReplyTimeout,
            Wait })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds only the output options.</summary>
    public void AddOutputTo(Command command)
    {
        foreach (var option in new Option[] { Json, Quiet, Verbose, NoColor })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns the output of the command <paramref name="name"/>.</summary>
    public CommandOutput ToOutput(string name, ParseResult parsed)
    {
        bool color = !parsed.GetValue(NoColor) && ToolSettings.NoColor.InEnvironment is null;
        return CommandOutput.ReportTo(name, parsed.GetValue(Json), parsed.GetValue(Quiet), parsed.GetValue(Verbose), color);
    }

    /// <summary>Returns the time-outs and attempts set by the options.</summary>
    public BoardOptions ToBoardOptions(ParseResult parsed)
    {
        var options = new BoardOptions();
        int? attempts = parsed.GetValue(Attempts) ?? ToolSettings.Attempts.NumberIn(ToolSettings.AttemptsRange);
        TimeSpan? timeout = (parsed.GetValue(ReplyTimeout) ?? ToolSettings.ReplyTimeout.NumberIn(ToolSettings.ReplyTimeoutRange)) is { } ms
            ? TimeSpan.FromMilliseconds(ms)
            : null;
        return options with
        {
            Identify = new RetryOptions(attempts ?? options.Identify.Attempts, timeout ?? options.Identify.ReplyTimeout),
            Read = new RetryOptions(attempts ?? options.Read.Attempts, timeout ?? options.Read.ReplyTimeout),
            Write = options.Write with { Attempts = attempts ?? options.Write.Attempts },
        };
    }

    /// <summary>The required board.</summary>
    public Uuid? ToUuid(ParseResult parsed) => Uuid.TryParse(parsed.GetValue(Board), out var uuid) ? uuid : null;

    /// <summary>The port from the option, otherwise from the environment.</summary>
    public string? ToPort(ParseResult parsed) => parsed.GetValue(Port) ?? ToolSettings.Port.InEnvironment;

    /// <summary>The settings of serial ports.</summary>
    public SerialSettings ToSerial(ParseResult parsed) => new(
        parsed.GetValue(Baud) ?? ToolSettings.Baud.NumberIn(ToolSettings.BaudRange) ?? ToolSettings.DefaultBaud,
        SerialSettings.KindOf(parsed.GetValue(Serial) ?? ToolSettings.Serial.WordIn(SerialSettings.Words) ?? "")
            ?? SerialPortSource.DefaultPortKind);

    /// <summary>Time to wait for a port or a board that another program uses.</summary>
    public TimeSpan ToWait(ParseResult parsed) =>
        TimeSpan.FromSeconds(parsed.GetValue(Wait) ?? ToolSettings.Wait.NumberIn(ToolSettings.WaitRange) ?? 0);

    /// <summary>Creates the option for JSON only; some commands have it without the other common options.</summary>
    public static Option<bool> JsonLines() => new("--json") { Description = "Write only JSON, one event a line" };

    /// <summary>Creates an option with one of a few words as its value.</summary>
    private static Option<string?> Choice(string name, string description, IReadOnlyList<string> words)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', words) };
        option.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !words.Contains(r.Tokens[0].Value, StringComparer.Ordinal))
            {
                r.AddError($"{name} takes {string.Join(" or ", words)}, not '{r.Tokens[0].Value}'");
            }
        });
        return option;
    }

    /// <summary>Creates an option with a whole number in a range.</summary>
    public static Option<int?> Number(string name, string helpName, NumberRange range, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (range.TryParse(result.Tokens[0].Value, out int value))
            {
                return value;
            }

            result.AddError($"{name} takes {range}, not '{result.Tokens[0].Value}'");
            return null;
        },
    };
}
