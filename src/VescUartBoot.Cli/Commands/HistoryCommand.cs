using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Jobs;
using VescUartBoot.Journal;
using VescUartBoot.Messages;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot history</c>: what was done to which board, and when.</summary>
internal static class HistoryCommand
{
    public static CommandWord Word { get; } = new(
        "history",
        """
        What was done to which board, and when; what was left half done

        Examples:
          vescboot history
          vescboot history 3a002b000f51383036343731 --json
          vescboot history --csv > jobs.csv
        """,
        Build);

    private static Command Build(CommandWord word)
    {
        var board = new Argument<string?>("UUID") { Description = "Only this board (vescboot info shows its UUID)", Arity = ArgumentArity.ZeroOrOne };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values, with a header" };
        var settle = new Option<bool>("--settle") { Description = "What was left half done on this board was seen to by other means: speak of it no more" };
        var command = new Command(word.Name, word.Says) { board, csv, settle };
        board.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && !Uuid.TryParse(word.Value, out _))
            {
                r.AddError($"'{word.Value}' is no UUID: 24 hexadecimal digits are");
            }
        });
        var offline = OfflineCommand.Define(command, "history", run =>
            Run(run, Uuid.TryParse(run.Parsed.GetValue(board), out var uuid) ? uuid : null, run.Parsed.GetValue(csv), run.Parsed.GetValue(settle)));
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
        var journal = new FileJournal(StateDirectory.Unfinished, TimeProvider.System);
        if (settle)
        {
            journal.Write(board!.Value, UnfinishedWork.None);
        }

        var content = HistoryKeeper.History().Read();
        if (content.DamagedLines > 0)
        {
            run.Output.Report(new JobEvent.Warned(
                "historyDamaged",
                $"{content.DamagedLines} lines of {StateDirectory.History} are damaged and left out{(content.SetAsideIn is { } aside ? $"; they are kept in {aside}" : "")}"));
        }

        List<JobRecord> records = [.. content.Records.Where(r => board is null || r.Uuid == board.ToString())];
        List<UnfinishedChange> open = [.. (board is { } one ? [one] : journal.Boards()).SelectMany(b => Read(run, journal, b))];
        if (run.Output is JsonOutput json)
        {
            records.ForEach(json.WriteJob);
            return new Outcome { More = new JsonObject { ["jobs"] = records.Count, ["unfinished"] = open.Count } };
        }

        return new Outcome
        {
            Lines = csv
                ? HistoryReport.ToCsv(records)
                : [.. HistoryReport.ToLines(records), .. open.Select(c => HistoryReport.Harmless($"unfinished: {c.What} ({c.Command}, {c.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}); {Advice.For(c)}"))],
        };
    }

    private static IReadOnlyList<UnfinishedChange> Read(OfflineCommand run, FileJournal journal, Uuid board)
    {
        try
        {
            return journal.Read(board).Changes;
        }
        catch (JournalException e)
        {
            run.Output.Report(new JobEvent.Warned("journalDamaged", e.Message));
            return [];
        }
    }
}
