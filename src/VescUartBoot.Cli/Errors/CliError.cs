using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
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

    private const string Untouched = "Nothing was sent to the board that changes it.";

    /// <summary>It was stopped on request.</summary>
    public static CliError Stopped { get; } = OnBoard("interrupted", "stopped on request");

    /// <summary>It was stopped in the middle of a step.</summary>
    public static CliError StoppedAtOnce(string? boardState, string next) =>
        OfTable("interruptedAtOnce", "stopped at once, in the middle of a step", next) with { BoardState = boardState ?? Untouched };

    /// <summary>The one place where failures of jobs and links become exit codes and words.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="stop">What its owner stops it with: a cancellation for another reason is no stop.</param>
    public static CliError Of(Exception exception, CancellationToken stop) =>
        stop.IsCancellationRequested && exception is (OperationCanceledException or ReplyTimeoutException or LinkLostException)
            ? Stopped
            : Of(exception);

    /// <inheritdoc cref="Of(Exception, CancellationToken)"/>
    public static CliError Of(Exception exception) => exception switch
    {
        CliException e => e.Error,
        ImageRejectedException e => OnBoard(e.Code, e.Message) with { Next = ErrorTable.NextAfter(e) },
        JournalNewerException e => OnBoard("journalNewer", e.Message),
        JournalException e => OnBoard("journalFailed", e.Message) with { Next = Advice.StateFolder(e.Message) },
        BackupRejectedException e => OnBoard(e.Code, e.Message),
        UnknownSettingsLayoutException e => OnBoard("settingsLayoutUnknown", e.Message),
        SettingRejectedException e => OnBoard("settingRejected", $"{e.Message}{DidYouMean.Suggest(e.Word, e.Choices)}"),
        SettingsFileRejectedException e => OnBoard("settingsFileRejected", e.Message),
        CanBusException { Problem: CanBusProblem.FirmwareTooOld } e => OnBoard("canTooOld", e.Message),
        CanBusException { Problem: CanBusProblem.OtherProtocol } e => OnBoard("canUavcan", e.Message),
        CanBusException e => OnBoard("canNotSafe", e.Message),
        LinkOpenException e => new(ExitCode.NoBoard, PortAdvice.CodeOf(e.Failure), e.Message, null, PortAdvice.After(e)),
        LinkLostException e => OnBoard("linkLost", e.Message) with
        {
            Exit = ExitCode.NoBoard,
            Next = "check the cable and run the same command again"
        },
        ReplyTimeoutException e => OnBoard("noValidReply", $"no VESC answers there: {e.Message}"),
        BoardChangedException e => OnBoard("boardChanged", e.Message) with { Exit = ExitCode.NoBoard },
        OptionRangeException e => Usage(e.Message),
        _ => OfTable("internal", $"a fault of our own: {exception.Message}"),
    };

    /// <inheritdoc cref="Of(Exception)"/>
    public static CliError Of(JobFailure failure, string next) =>
        OfTable(Advice.WordOf(failure.Code), failure.Message) with { BoardState = failure.BoardState, Next = next };

    /// <summary>Another <c>vescboot</c> is at work there.</summary>
    public static CliError Busy(string code, string message) => new(ExitCode.NoBoard, code, message, Untouched, PortAdvice.Busy);

    public static CliError Usage(string message, string? next = null) => new(ExitCode.Usage, UsageCode, message, null, next);

    /// <summary>An error of the table before or without a board.</summary>
    /// <param name="code">The code of its row.</param>
    /// <param name="message">What happened.</param>
    /// <param name="next">The next step, where it depends on what was asked for; left out: the row's.</param>
    public static CliError OfTable(string code, string message, string? next = null)
    {
        var row = ErrorTable.Of(code);
        return new(row.Exit, code, message, null, next ?? row.Spoken);
    }

    private static CliError OnBoard(string code, string message) => OfTable(code, message) with { BoardState = Untouched };

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
