using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Errors;

/// <summary>An error in the words of the final JSON event.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Code">Stable code, one for each kind of failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">Current state of the board.</param>
/// <param name="Next">The next step.</param>
internal sealed record CliError(ExitCode Exit, string Code, string Message, string? BoardState, string? Next)
{
    /// <summary>Code of an invalid command line.</summary>
    public const string UsageCode = "usage";

    /// <summary>The command was stopped on request.</summary>
    public static CliError Stopped { get; } = From(SpokenError.Of(new OperationCanceledException(), new CancellationToken(canceled: true)));

    /// <summary>The command was stopped in the middle of a step.</summary>
    public static CliError StoppedAtOnce(string? boardState, string next) =>
        OfTable("interruptedAtOnce", "stopped at once, in the middle of a step",
            next) with
        { BoardState = boardState ?? SpokenError.Untouched };

    /// <summary>Converts an exception by the table, with details that only the command line has.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="stop">Token of the user's stop; other cancellations are not a stop.</param>
    public static CliError Of(Exception exception, CancellationToken stop = default) => exception switch
    {
        CliException e => e.Error,
        SettingRejectedException e when From(SpokenError.Of(e, stop)) is var error =>
            error with { Message = $"{e.Message}{DidYouMean.Suggest(e.Word[(e.Word.LastIndexOf('.') + 1)..], e.Choices)}" },
        OptionRangeException e => Usage(e.Message),
        _ => From(SpokenError.Of(exception, stop)),
    };

    /// <summary>Returns the error of a failed job.</summary>
    public static CliError Of(JobFailure failure, Func<string> next) => From(SpokenError.Of(failure, next));

    /// <summary>Another <c>vescboot</c> uses the port or board.</summary>
    public static CliError Busy(string code, string message) =>
        new(ExitCode.NoBoard, code, message, SpokenError.Untouched, PortAdvice.Busy);

    public static CliError Usage(string message, string? next = null) => new(ExitCode.Usage, UsageCode, message, null, next);

    /// <summary>Returns an error of the table before or without a board.</summary>
    /// <param name="code">Code of the row.</param>
    /// <param name="message">What happened.</param>
    /// <param name="next">The next step if it depends on the request; otherwise that of the row.</param>
    public static CliError OfTable(string code, string message, string? next = null) =>
        SpokenError.OfTable(code, message) is var error && next is null ? From(error) : From(error with { Next = next });

    /// <summary>Names the port in the commands that find the cause of a silent port or list the settings.</summary>
    public CliError On(string? port)
    {
        string[] commands = Code == "noValidReply" ? ["vescboot doctor"] : ["vescboot settings show"];
        return port is null ? this : this with
        {
            Next = commands.Aggregate(Next, (next, c) => next?.Replace(c, $"{c} -p {Advice.Quoted(port)}", StringComparison.Ordinal)),
        };
    }

    private static CliError From(SpokenError error) => new(error.Exit, error.Code, error.Message, error.BoardState, error.Next);

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
