using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Hosting.Words;

/// <summary>An error in the words of the table, the same in every program.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Code">Stable code, one for each kind of failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">State of the board; <see langword="null"/> if no board was reached.</param>
/// <param name="Next">The next step.</param>
internal sealed record SpokenError(ExitCode Exit, string Code, string Message, string? BoardState, string Next)
{
    /// <summary>State of a board that was only read.</summary>
    public const string Untouched = "The board was not changed.";

    /// <summary>Converts an exception to a code and words. This is the only place that does so.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="stop">Token of the user's stop; other cancellations are not a stop.</param>
    public static SpokenError Of(Exception exception, CancellationToken stop = default) => exception switch
    {
        OperationCanceledException or ReplyTimeoutException or LinkLostException when stop.IsCancellationRequested =>
            OnBoard("interrupted", "stopped on request"),
        ImageRejectedException e => OnBoard(e.Code, e.Message) with { Next = ErrorTable.NextAfter(e) },
        JournalNewerException e => OnBoard("journalNewer", e.Message),
        JournalException e => OnBoard("journalFailed", e.Message) with { Next = Advice.StateFolder(e.Message) },
        BackupRejectedException e => OnBoard(e.Code, e.Message),
        UnknownSettingsLayoutException e => OnBoard("settingsLayoutUnknown", e.Message),
        SettingRejectedException e => OnBoard("settingRejected", e.Message),
        SettingsFileRejectedException e => OnBoard("settingsFileRejected", e.Message),
        CanBusException { Problem: CanBusProblem.FirmwareTooOld } e => OnBoard("canTooOld", e.Message),
        CanBusException { Problem: CanBusProblem.OtherProtocol } e => OnBoard("canUavcan", e.Message),
        CanBusException e => OnBoard("canNotSafe", e.Message),
        LinkOpenException e => new(ExitCode.NoBoard, PortAdvice.CodeOf(e.Failure), e.Message, null, PortAdvice.After(e)),
        LinkLostException e => OnBoard("linkLost", e.Message) with
        {
            Exit = ExitCode.NoBoard,
            Next = "check the cable and run the same command again",
        },
        ReplyTimeoutException e => OnBoard("noValidReply", $"no VESC answers: {e.Message}"),
        BoardChangedException e => OnBoard("boardChanged", e.Message) with { Exit = ExitCode.NoBoard },
        _ => OfTable("internal", $"a fault of our own: {exception.Message}"),
    };

    /// <summary>Returns the error of a failed job.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="next">The next step; a rejected image has its own.</param>
    public static SpokenError Of(JobFailure failure, Func<string> next) => failure.Rejection is { } rejection
        ? Of(rejection) with { BoardState = failure.BoardState }
        : OfTable(Advice.WordOf(failure.Code), failure.Message) with { BoardState = failure.BoardState, Next = next() };

    /// <summary>Returns the error of a row, before or without a board.</summary>
    public static SpokenError OfTable(string code, string message)
    {
        var row = ErrorTable.Of(code);
        return new(row.Exit, code, message, null, row.Spoken);
    }

    private static SpokenError OnBoard(string code, string message) => OfTable(code, message) with { BoardState = Untouched };
}
