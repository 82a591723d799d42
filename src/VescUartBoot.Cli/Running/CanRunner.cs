using System.Diagnostics;
using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Running;

/// <summary>Runs a command on every board of the CAN bus: a plan for each, one question, then the remote boards one after the other and the
/// local board last.</summary>
/// <param name="output">Output.</param>
/// <param name="stopping">Token of the user's stop.</param>
/// <param name="keepsGoing">Whether to continue with the other boards after a failure.</param>
/// <param name="mayAsk">Whether to ask the question; otherwise the answer is yes.</param>
internal sealed class CanRunner(CommandOutput output, CancellationSignals stopping, bool keepsGoing, bool mayAsk)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Runs a command on all boards.</summary>
    /// <param name="scan">The boards found on the bus.</param>
    /// <param name="local">The board with the cable.</param>
    /// <param name="plans">Whether the command has plans and changes boards.</param>
    /// <param name="run">Runs the command on one board (null is the one with the cable): only the plan, or in full.</param>
    public async Task<Outcome> RunAsync(CanScan scan, BoardIdentity local, bool plans, Func<CanNode?, bool, Task<Outcome>> run)
    {
        if (scan.Nodes.Where(n => n.Problem != CanNodeProblem.None).MinBy(n => n.Problem) is { } unsafeNode)
        {
            return Ended([], scan, [], CanText.Unsafe(unsafeNode));
        }

        List<CanNode?> boards = [.. scan.Nodes.Where(n => n.Identity!.Family == BoardFamily.Vesc), null];
        foreach (var other in scan.Nodes.Where(n => n.Identity!.Family != BoardFamily.Vesc))
        {
            output.Report(new JobEvent.Warned(
                "canLeftAlone", $"id {other.Id} ({other.Identity!.Hardware ?? "no name"}, {CanText.Kind(other)}) is left as it is"));
        }

        if (plans)
        {
            var planned = await EachAsync(boards, scan, local, node => run(node, true), IsFoundOutLater,
                isPlan: true).ConfigureAwait(false);
            if (planned.Find(o => !IsFoundOutLater(o)) is { } refused && (!keepsGoing || stopping.Token.IsCancellationRequested))
            {
                return Ended(planned, scan, boards,
                    refused.Error) with
                { Lines = ["nothing was changed on any board: every plan must stand"] };
            }

            if (mayAsk && !(output.CanAsk && await output.AskAsync(
                $"Go on with {boards.Count} boards, the one with the cable last?", stopping.Token).ConfigureAwait(false)))
            {
                return Ended(planned, scan, boards,
                    CliError.OfTable("notAgreed", "the plans for the boards on the bus were declined"));
            }
        }

        var outcomes = await EachAsync(boards, scan, local, node => run(node, false), IsDone).ConfigureAwait(false);
        return Ended(outcomes, scan, boards, outcomes.Find(o => !IsDone(o))?.Error);
    }

    /// <summary>Warns about boards that were found before and are no longer on the bus.</summary>
    public async Task TellMissingAsync(Func<CancellationToken, Task<Board>> open, CanScan before, CancellationToken cancellationToken)
    {
        try
        {
            var board = await open(cancellationToken).ConfigureAwait(false);
            await using (board.ConfigureAwait(false))
            {
                var now = await board.ScanCanAsync(cancellationToken).ConfigureAwait(false);
                foreach (var node in before.Nodes.ExceptBy(now.Nodes.Select(n => n.Uuid), n => n.Uuid))
                {
                    output.Report(new JobEvent.Warned("canMissing",
                        $"the board {node.Uuid}, which had id {node.Id} on the CAN bus, does not answer there any more"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            output.Report(new JobEvent.Warned("canMissing", "stopped: the CAN bus was not scanned again for boards that are missing now"));
        }
        catch (VescException e)
        {
            output.Report(new JobEvent.Warned("canMissing", $"the CAN bus could not be scanned again: {e.Message.TrimEnd('.')}"));
        }
    }

    // Facts that only the real run can determine do not refuse a plan, and a board with its bootloader needs no action.
    private static bool IsFoundOutLater(Outcome outcome) => IsDone(outcome) || outcome.Error!.Exit is ExitCode.CannotTell;

    private static bool IsDone(Outcome outcome) => outcome.Error is null or { Exit: ExitCode.BootloaderPresent };

    private async Task<List<Outcome>> EachAsync(
        List<CanNode?> boards, CanScan scan, BoardIdentity local, Func<CanNode?, Task<Outcome>> run, Func<Outcome, bool> isWell,
        bool isPlan = false)
    {
        List<Outcome> outcomes = [];
        foreach (var node in boards)
        {
            if (stopping.Token.IsCancellationRequested || (!keepsGoing && outcomes.Exists(o => !isWell(o))))
            {
                break;
            }

            byte id = node?.Id ?? scan.LocalId;
            output.BeginBoard($"id {id} ({(node?.Identity ?? local).Hardware ?? "no name"})", id);
            outcomes.Add(await run(node).ConfigureAwait(false) with { CanId = id });
            if (!isPlan || !isWell(outcomes[^1]))
            {
                output.FinishBoard(outcomes[^1]);
            }
        }

        return outcomes;
    }

    private Outcome Ended(List<Outcome> outcomes, CanScan scan, List<CanNode?> boards, CliError? error)
    {
        byte[] notBegun = [.. boards.Skip(outcomes.Count).Select(n => n?.Id ?? scan.LocalId)];
        error = error is null && notBegun.Length > 0 ? CliError.Stopped : error;
        string rest = notBegun.Length > 0 && boards.Count > 0 ? $"; not begun: {string.Join(", ", notBegun.Select(id => $"id {id}"))}" : "";
        var failed = outcomes.Find(o => !IsDone(o));
        return new Outcome(error is null ? null
            : error with
            {
                Message = $"{(failed is null ? "" : $"id {failed.CanId}: ")}{error.Message}{rest}",
                Next = failed is not null && notBegun.Length > 0 ? "for the other boards: run the same command again with --keep-going"
                    : error.Next,
            })
        {
            Lines = [.. outcomes.Count == 0 ? []
                : Table.Of(["id", "hardware", "firmware", "end"], [.. outcomes.Select(Row)], Terminal.OutputWidth())],
            More = new JsonObject
            {
                ["boards"] = new JsonArray([.. outcomes.Select(Json)]),
                ["notBegun"] = new JsonArray([.. notBegun.Select(id => JsonValue.Create($"{id}"))]),
            },
            Elapsed = Stopwatch.GetElapsedTime(_start),
            Signal = stopping.ExitCode,
        };
    }

    private static string[] Row(Outcome outcome) =>
    [
        $"{outcome.CanId}", outcome.Board?.Hardware ?? "?", outcome.Board?.Firmware.ToString() ?? "?",
        outcome.Error is { } error ? $"{error.Code} ({outcome.ExitStatus})" : "done",
    ];

    private static JsonNode Json(Outcome outcome) => JsonOutput.Compact(new JsonObject
    {
        ["port"] = outcome.Port,
        ["can"] = outcome.CanId,
        ["uuid"] = outcome.Board?.Uuid?.ToString(),
        ["exitCode"] = outcome.ExitStatus,
    });
}
