using System.CommandLine;
using VescUartBoot.Boards;
using VescUartBoot.Messages;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli;

/// <summary>The options that every board command takes.</summary>
internal sealed class CommonOptions
{
    private const int MinReplyTimeout = 10;
    private const int MaxReplyTimeout = 60_000;
    private const int MaxAttempts = 100;

    public Option<string?> Port { get; } = new("--port", "-p")
    {
        Description = "/dev/ttyACM0, COM5, tcp://HOST:PORT or sim://; left out: the one VESC that is plugged in",
        HelpName = "PORT",
    };

    public Option<int> Baud { get; } = new("--baud") { Description = "Baud rate of a UART; USB ignores it", HelpName = "N", DefaultValueFactory = _ => 115200 };

    public Option<int?> Attempts { get; } = new("--attempts") { Description = "How often a request is sent (default: 5 small ones and reads, 3 writes)", HelpName = "N" };

    public Option<int?> ReplyTimeout { get; } = new("--reply-timeout") { Description = "How long small questions and reads wait for a reply, in ms (default: 500 and 1000)", HelpName = "MS" };

    public Option<double> Wait { get; } = new("--wait") { Description = "How long to wait for a port that another program holds, in seconds", HelpName = "SECONDS", DefaultValueFactory = _ => 0 };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON event a line on standard output, and nothing else there" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Only the result" };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "More of what happens" };

    public Option<string?> Trace { get; } = new("--trace") { Description = "Write every frame both ways with times into FILE", HelpName = "FILE" };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Answer yes to questions" };

    public Option<string?> Board { get; } = new("--board") { Description = "It must be the board with this UUID", HelpName = "UUID" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Plain text" };

    public void AddTo(Command command)
    {
        Baud.Validators.Add(r => RequireRange(r, 1, 12_000_000, "a baud rate"));
        Attempts.Validators.Add(r => RequireRange(r, 1, MaxAttempts, "a number of attempts"));
        ReplyTimeout.Validators.Add(r => RequireRange(r, MinReplyTimeout, MaxReplyTimeout, "a time-out in ms"));
        Board.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !Uuid.TryParse(r.Tokens[0].Value, out _))
            {
                r.AddError($"'{r.Tokens[0].Value}' is no UUID: 24 hexadecimal digits are (vescboot info shows a board's)");
            }
        });
        foreach (var option in new Option[] { Port, Baud, Board, Yes, Json, Quiet, Verbose, NoColor, Trace, Attempts, ReplyTimeout, Wait })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Only those about output.</summary>
    public void AddOutputTo(Command command)
    {
        foreach (var option in new Option[] { Json, Quiet, Verbose, NoColor })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Where the command called <paramref name="name"/> reports.</summary>
    public Output ToOutput(string name, ParseResult parsed)
    {
        bool color = !parsed.GetValue(NoColor) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return Output.ReportTo(name, parsed.GetValue(Json), parsed.GetValue(Quiet), parsed.GetValue(Verbose), color);
    }

    /// <summary>Times and tries as the options say.</summary>
    public BoardOptions ToBoardOptions(ParseResult parsed)
    {
        var options = new BoardOptions();
        var attempts = parsed.GetValue(Attempts);
        TimeSpan? timeout = parsed.GetValue(ReplyTimeout) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        return options with
        {
            Identify = new RetryOptions(attempts ?? options.Identify.Attempts, timeout ?? options.Identify.ReplyTimeout),
            Read = new RetryOptions(attempts ?? options.Read.Attempts, timeout ?? options.Read.ReplyTimeout),
            Write = options.Write with { Attempts = attempts ?? options.Write.Attempts },
        };
    }

    /// <summary>The board that it must be.</summary>
    public Uuid? ToUuid(ParseResult parsed) => Uuid.TryParse(parsed.GetValue(Board), out var uuid) ? uuid : null;

    private static void RequireRange(System.CommandLine.Parsing.OptionResult result, int min, int max, string what)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < min || value > max))
        {
            result.AddError($"{value} is out of range for {what}: {min} to {max}");
        }
    }
}
