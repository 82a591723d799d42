using VescUartBoot.Boards;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;

namespace VescUartBoot.Station.Work;

/// <summary>Why a job did not reach its goal, in the words of the table.</summary>
/// <param name="Code">The code.</param>
/// <param name="Exit">The exit code of the tool for it.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">What the board holds.</param>
/// <param name="Next">The next step.</param>
internal sealed record JobProblem(string Code, int Exit, string Message, string BoardState, string Next)
{
    private const string Untouched = "Nothing was sent to the board that changes it.";

    /// <summary>The words for a job that failed.</summary>
    public static JobProblem Of(string command, string port, JobFailure failure, JobResult result) => failure.Rejection is { } rejection
        ? Of(rejection) with { BoardState = failure.BoardState }
        : OfTable(Advice.WordOf(failure.Code), failure.Message) with
        {
            BoardState = failure.BoardState,
            Next = Advice.For(command, port, failure, result),
        };

    /// <summary>The words for an exception.</summary>
    public static JobProblem Of(Exception exception) => exception switch
    {
        ImageRejectedException e => OfTable(e.Code, e.Message) with { Next = ErrorTable.NextAfter(e) },
        JournalNewerException e => OfTable("journalNewer", e.Message),
        JournalException e => OfTable("journalFailed", e.Message) with { Next = Advice.StateFolder(e.Message) },
        LinkOpenException e => OfTable(PortAdvice.CodeOf(e.Failure), e.Message) with { Next = PortAdvice.After(e) },
        LinkLostException e => OfTable("linkLost", e.Message),
        ReplyTimeoutException e => OfTable("noValidReply", $"no VESC answers there: {e.Message}"),
        BoardChangedException e => OfTable("boardChanged", e.Message),
        OperationCanceledException => OfTable("interrupted", "stopped on request"),
        _ => OfTable("internal", $"a fault of the station: {exception.Message}"),
    };

    /// <summary>The words of a row of the table.</summary>
    public static JobProblem OfTable(string code, string message)
    {
        var row = ErrorTable.Of(code);
        return new(code, (int)row.Exit, message, Untouched, row.Spoken);
    }

    /// <summary>The recipe refuses the board.</summary>
    public static JobProblem Refused(string reason) =>
        new(BenchWords.Refused, (int)ExitCode.BoardUnfit, reason, Untouched,
            "unplug the board and put it aside, or add a rule to the recipe");
}
