using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Running;

/// <summary>Runs a command on several boards one after the other. The first failure stops the rest by default.</summary>
internal sealed class BatchRunner
{
    private readonly Option<string?> _ports = new("--ports")
    {
        Description = "Several boards in turn, until one fails",
        HelpName = "PORT,PORT…",
    };

    private readonly Option<bool> _keepGoing =
        new("--keep-going") { Description = "With several boards, continue after a failure" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command, CommonOptions common, CanOptions? can)
    {
        command.Options.Add(_ports);
        command.Options.Add(_keepGoing);
        command.Check(r =>
        {
            if (r.GetValue(_ports) is not { } ports)
            {
                if (r.GetValue(_keepGoing) && can?.IsAll(r) != true)
                {
                    r.AddError($"--keep-going only goes with --ports{(can is null ? "" : " or --can all")}");
                }

                return;
            }

            string? contradiction = r.GetValue(common.Port) is not null ? "--port and --ports contradict each other"
                : can?.IsGiven(r) == true ? "--ports and --can contradict each other"
                : r.GetValue(common.Board) is not null ? "--board names one board, --ports several"
                : r.GetValue(common.Trace) is not null ? "--trace writes the frames of one board; use --port"
                : Split(ports) is { Length: 0 } ? "--ports needs a port"
                : Split(ports).Distinct(StringComparer.Ordinal).Count() != Split(ports).Length ? "--ports names a port twice"
                : null;
            if (contradiction is not null)
            {
                r.AddError(contradiction);
            }
        });
    }

    /// <summary>The named ports; <see langword="null"/> for one board.</summary>
    public IReadOnlyList<string>? PortsOf(ParseResult parsed) => parsed.GetValue(_ports) is { } ports ? Split(ports) : null;

    /// <summary>Runs the command on one board after the other.</summary>
    /// <returns>The overall result: the first failure, and a line for each board.</returns>
    public async Task<Outcome> RunAsync(ParseResult parsed, IReadOnlyList<string> ports, CommandOutput output, CancellationSignals stopping,
        Func<string, Task<Outcome>> run)
    {
        long start = Stopwatch.GetTimestamp();
        var outcomes = new List<Outcome>();
        foreach (string port in ports)
        {
            bool stop = stopping.Token.IsCancellationRequested
                || (outcomes.Exists(o => o.Error is not null) && !parsed.GetValue(_keepGoing));
            if (stop)
            {
                break;
            }

            output.BeginBoard(port);
            outcomes.Add(await run(port).ConfigureAwait(false));
            output.FinishBoard(outcomes[^1]);
        }

        int done = outcomes.Count(o => o.Error is null);
        var failed = outcomes.Find(o => o.Error is not null);
        string[] notBegun = [.. ports.Skip(outcomes.Count)];
        string rest = notBegun.Length > 0 ? $"; not begun: {string.Join(", ", notBegun)}" : "";
        return new Outcome(failed?.Error is { } error ? error with { Message = $"{failed.Port}: {error.Message}{rest}" }
            : notBegun.Length > 0 ? Stopped(outcomes, notBegun, rest)
            : null)
        {
            Lines = [$"{done} of {ports.Count} boards done{rest}"],
            More = new JsonObject
            {
                ["boards"] = new JsonArray([.. outcomes.Select(Line)]),
                ["notBegun"] = new JsonArray([.. notBegun.Select(p => JsonValue.Create(p))])
            },
            Elapsed = Stopwatch.GetElapsedTime(start),
            Signal = stopping.ExitCode,
        };
    }

    // All started boards succeeded, but this is not a success: a script would assume that the remaining boards were done.
    private static CliError Stopped(List<Outcome> outcomes, string[] notBegun, string rest) => CliError.Stopped with
    {
        Message = $"stopped on request{rest}",
        BoardState =
            $"{(outcomes.Count > 0 ? $"Done: {string.Join(", ", outcomes.Select(o => o.Port))}. " : "")}Nothing was sent to "
                + $"{string.Join(", ", notBegun)}.",
        Next = $"run the same command again when you like, with --ports {Advice.Quoted(string.Join(',', notBegun))}",
    };

    private static JsonNode Line(Outcome outcome) => new JsonObject
    {
        ["port"] = outcome.Port,
        ["uuid"] = outcome.Board?.Uuid?.ToString(),
        ["exitCode"] = outcome.ExitStatus,
    };

    private static string[] Split(string ports) => ports.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
