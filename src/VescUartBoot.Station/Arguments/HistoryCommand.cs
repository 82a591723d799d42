using System.CommandLine;

using VescUartBoot.Chip;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Arguments;

/// <summary><c>vescboot-station history</c>: the records without a running station.</summary>
internal static class HistoryCommand
{
    private const int DefaultLimit = 50;

    /// <summary>The command.</summary>
    public static Command Build()
    {
        var search = new Argument<string?>("TEXT")
        {
            Description = "Text in UUID, hardware, lot, serial number, verdict, operator, station, recipe or image",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var uuid = new Option<string?>("--board") { Description = "The whole life of one board", HelpName = "UUID" };
        uuid.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && !Uuid.TryParse(word.Value, out _))
            {
                r.AddError($"'{word.Value}' is not a UUID of 24 hexadecimal digits; history TEXT finds a part of one");
            }
        });
        var csv = new Option<bool>("--csv") { Description = "As CSV, with all columns" };
        var limit = new Option<int>("--limit")
        {
            Description = "The most lines",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultLimit,
        };
        var state = StationCommand.State();
        var shared = StationCommand.Records();
        var command = new Command("history", "What was done to which board, newest first") { search, uuid, csv, limit, state, shared };
        command.SetAction((parsed, stop) => StationErrors.GuardAsync(async () =>
        {
            using var records = StationCommand.OpenRecords(parsed.GetValue(state));
            using var others = StationCommand.SharedOf(parsed.GetValue(shared) ?? StationCommand.RecordsVariable);
            var found = await new RecordBook(records, others).FindAsync(new RecordQuery
            {
                Text = parsed.GetValue(search),
                Uuid = parsed.GetValue(uuid),
                Limit = parsed.GetValue(limit),
            }, stop).ConfigureAwait(false);
            await Console.Out.WriteAsync(parsed.GetValue(csv) ? RecordCsv.Of(found) : RecordText.Of(found)).ConfigureAwait(false);
            if (others?.Problem is { } problem)
            {
                throw new RecordsException($"{problem}; these are the jobs of this station only");
            }
        }));
        command.Subcommands.Add(UpkeepCommands.Backup());
        command.Subcommands.Add(UpkeepCommands.Prune());
        return command;
    }
}
