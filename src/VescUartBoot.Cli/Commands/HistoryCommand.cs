using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Locks;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot history</c>: shows the jobs of all boards.</summary>
internal static class HistoryCommand
{
    public static CommandDefinition Word { get; } = new(
        "history",
        """
        Show past jobs and unfinished ones

        Examples:
          vescboot history
          vescboot history 3a002b000f51383036343731 --json
          vescboot history --csv > jobs.csv
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var board = new Argument<string?>("UUID")
        {
            Description = "Only this board",
            Arity = ArgumentArity.ZeroOrOne
        };
        var csv = new Option<bool>("--csv") { Description = "Print comma-separated values with a header" };
        var settle = new Option<bool>(
            "--settle")
        { Description = "Forget this board's unfinished jobs (it was repaired)" };
        var command = new Command(word.Name, word.Says) { board, csv, settle };
        board.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && !Uuid.TryParse(word.Value, out _))
            {
                r.AddError($"'{word.Value}' is not a UUID of 24 hexadecimal digits");
            }
        });
        var offline = OfflineCommand.Define(command, "history", run =>
            Run(run, Uuid.TryParse(run.Parsed.GetValue(board), out var uuid) ? uuid : null, run.Parsed.GetValue(csv),
                run.Parsed.GetValue(settle)));
        command.Check(r =>
        {
            if (r.GetValue(settle) && r.GetValue(board) is null)
            {
                r.AddError("--settle needs the UUID of the board");
            }

            if (r.GetValue(csv) && r.GetValue<bool>("--json"))
            {
                r.AddError("--csv and --json contradict each other");
            }
        });
        return offline;
    }

    private static Outcome Run(OfflineCommand run, Uuid? board, bool csv, bool settle)
    {
        var journal = InterruptedJobNotes.Journal();
        if (settle)
        {
            journal.Write(board!.Value, InterruptedJob.None);
        }

        int jobs = TellJobs(run.Output, board, csv);
        var locks = new BoardLocks(StateDirectory.Locks);
        List<string> running = [];
        List<string> open = [];
        foreach (var one in board is { } given ? [given] : journal.Boards())
        {
            // A job that is at work has its notes too.
            var changes = InterruptedJobNotes.Read(one, run.Output);
            if (changes.Count > 0 && locks.HolderOf($"{one}") is { } holder)
            {
                running.Add(TerminalText.Of($"running on {one}: {holder}"));
            }
            else
            {
                open.AddRange(InterruptedJobText.ToTell(changes).Select(c => Line(one, c)));
            }
        }

        return new Outcome
        {
            Lines = csv ? []
                : jobs + running.Count + open.Count == 0 ? ["no job is recorded"]
                : [.. running, .. open],
            More = new JsonObject { ["jobs"] = jobs, ["unfinished"] = open.Count },
        };
    }

    // Printed while reading: a history of years needs no more memory than one of a day.
    private static int TellJobs(CommandOutput output, Uuid? board, bool csv)
    {
        int jobs = 0;
        if (csv)
        {
            output.Tell([HistoryReport.CsvHeader], null);
        }

        int width = Terminal.OutputWidth();
        var damage = HistoryRecorder.History().Read(record =>
        {
            if (board is not null && record.Uuid != board.ToString())
            {
                return;
            }

            jobs++;
            if (output is JsonOutput json)
            {
                json.WriteJob(record);
            }
            else
            {
                output.Tell(csv ? [HistoryReport.CsvLine(record)]
                    : [.. jobs == 1 ? HistoryReport.Head(width) : [], .. HistoryReport.Row(record, width)], null);
            }
        });
        if (damage.Lines > 0)
        {
            output.Report(new JobEvent.Warned(
                "historyDamaged",
                $"{damage.Lines} lines of {StateDirectory.History} are damaged and left "
                    + $"out{(damage.SetAsideIn is { } aside ? $"; they are kept in {aside}" : "")}"));
        }

        return jobs;
    }

    private static string Line(Uuid board, InterruptedChange change) => TerminalText.Of(
        $"unfinished on {board}: {What(change)} ({change.Command}, {change.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss} local time); "
            + Advice.For(change, uuid: board));

    private static string What(InterruptedChange change) => change.Kind switch
    {
        ChangeKind.ReadPath => $"8 zero bytes in the {change.What} sector",
        ChangeKind.Backup => $"{change.What} are not known to be restored",
        ChangeKind.Firmware => $"the upgrade to {change.What}",
        _ => change.What,
    };
}
