using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Errors;

/// <summary>What went wrong, in the words of the final JSON event.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Code">Stable word, one for each kind of failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">What the board holds now.</param>
/// <param name="Next">The one thing to do next.</param>
internal sealed record CliError(ExitCode Exit, string Code, string Message, string? BoardState, string? Next)
{
    /// <summary>The code of words that make no sense.</summary>
    public const string UsageCode = "usage";

    /// <summary>It was stopped on request.</summary>
    public static CliError Stopped { get; } = From(SpokenError.Of(new OperationCanceledException(), new CancellationToken(canceled: true)));

    /// <summary>It was stopped in the middle of a step.</summary>
    public static CliError StoppedAtOnce(string? boardState, string next) =>
        OfTable("interruptedAtOnce", "stopped at once, in the middle of a step",
            next) with
        { BoardState = boardState ?? SpokenError.Untouched };

    /// <summary>The words of the table, with what only a command line knows.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="stop">What its owner stops it with: a cancellation for another reason is no stop.</param>
    public static CliError Of(Exception exception, CancellationToken stop = default) => exception switch
    {
        CliException e => e.Error,
        SettingRejectedException e when From(SpokenError.Of(e, stop)) is var error =>
            error with { Message = $"{e.Message}{DidYouMean.Suggest(e.Word, e.Choices)}" },
        OptionRangeException e => Usage(e.Message),
        _ => From(SpokenError.Of(exception, stop)),
    };

    /// <summary>The words for a job that failed.</summary>
    public static CliError Of(JobFailure failure, Func<string> next) => From(SpokenError.Of(failure, next));

    /// <summary>Another <c>vescboot</c> is at work there.</summary>
    public static CliError Busy(string code, string message) =>
        new(ExitCode.NoBoard, code, message, SpokenError.Untouched, PortAdvice.Busy);

    public static CliError Usage(string message, string? next = null) => new(ExitCode.Usage, UsageCode, message, null, next);

    /// <summary>An error of the table before or without a board.</summary>
    /// <param name="code">The code of its row.</param>
    /// <param name="message">What happened.</param>
    /// <param name="next">The next step, where it depends on what was asked for; left out: the row's.</param>
    public static CliError OfTable(string code, string message, string? next = null) =>
        SpokenError.OfTable(code, message) is var error && next is null ? From(error) : From(error with { Next = next });

    private static CliError From(SpokenError error) => new(error.Exit, error.Code, error.Message, error.BoardState, error.Next);

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
