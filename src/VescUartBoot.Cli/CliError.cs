using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli;

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
    public static CliError Stopped { get; } = OfTable("interrupted", "stopped on request");

    /// <summary>The one place where failures of jobs and links become exit codes and words.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="stop">What its owner stops it with: a cancellation for another reason is no stop.</param>
    public static CliError Of(Exception exception, CancellationToken stop) =>
        stop.IsCancellationRequested && exception is (OperationCanceledException or ReplyTimeoutException or LinkLostException) ? Stopped : Of(exception);

    /// <inheritdoc cref="Of(Exception, CancellationToken)"/>
    public static CliError Of(Exception exception) => exception switch
    {
        CliException e => e.Error,
        ImageRejectedException e => new(ErrorTable.Of(e.Code).Exit, e.Code, e.Message, Untouched, ErrorTable.NextAfter(e)),
        JournalNewerException e => OfTable("journalNewer", e.Message),
        JournalException e => OfTable("journalFailed", e.Message) with { Next = Advice.StateFolder(e.Message) },
        BackupRejectedException e => OfTable(e.Code, e.Message),
        UnknownSettingsLayoutException e => OfTable("settingsLayoutUnknown", e.Message),
        SettingsFileRejectedException e => OfTable("settingsFileRejected", e.Message),
        LinkOpenException e => new(ExitCode.NoBoard, PortAdvice.CodeOf(e.Failure), e.Message, null, PortAdvice.After(e)),
        LinkLostException e => OfTable("linkLost", e.Message) with { Exit = ExitCode.NoBoard, Next = "check the cable and run the same command again" },
        ReplyTimeoutException e => OfTable("noValidReply", $"no VESC answers there: {e.Message}"),
        BoardChangedException e => OfTable("boardChanged", e.Message) with { Exit = ExitCode.NoBoard },
        OptionRangeException e => Usage(e.Message),
        _ => OfTable("internal", $"a fault of our own: {exception.Message}") with { BoardState = null },
    };

    /// <inheritdoc cref="Of(Exception)"/>
    public static CliError Of(JobFailure failure, string next) =>
        OfTable(Advice.WordOf(failure.Code), failure.Message) with { BoardState = failure.BoardState, Next = next };

    /// <summary>Another <c>vescboot</c> is at work there.</summary>
    public static CliError Busy(string code, string message) => new(ExitCode.NoBoard, code, message, Untouched, PortAdvice.Busy);

    public static CliError Usage(string message, string? next = null) => new(ExitCode.Usage, UsageCode, message, null, next);

    private static CliError OfTable(string code, string message)
    {
        var row = ErrorTable.Of(code);
        return new(row.Exit, code, message, Untouched, row.Spoken);
    }

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
