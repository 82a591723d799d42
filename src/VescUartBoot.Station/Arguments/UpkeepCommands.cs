using System.CommandLine;
using System.Globalization;

using VescUartBoot.Hosting.Words;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Arguments;

/// <summary>Backup and retention of the records of this station.</summary>
internal static class UpkeepCommands
{
    private static readonly string[] _dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary><c>history backup</c>.</summary>
    public static Command Backup()
    {
        var file = new Argument<string>("FILE") { Description = "The copy, an SQLite file that does not exist yet" };
        var state = StationCommand.State();
        var command = new Command("backup", "Copy the records of this station to a file, also while it works") { file, state };
        command.SetAction((parsed, _) => StationErrors.GuardAsync(async () =>
        {
            string path = Path.GetFullPath(parsed.GetValue(file)!);
            using var records = StationCommand.OpenRecords(parsed.GetValue(state));
            records.BackUp(path);
            await Console.Out.WriteLineAsync($"the records are in {path}").ConfigureAwait(false);
        }));
        return command;
    }

    /// <summary><c>history prune</c>.</summary>
    public static Command Prune()
    {
        var before = new Option<string>("--before")
        {
            Description = "Jobs that ended before this day (UTC) or time, such as 2026-01-31 or 2026-01-31T12:00:00Z",
            HelpName = "DATE",
            Required = true,
        };
        var yes = new Option<bool>("--yes") { Description = "Delete them; without it they are only counted" };
        var state = StationCommand.State();
        var shared = StationCommand.Records();
        var command = new Command("prune", "Delete old jobs from the records of this station; the shared records keep theirs")
        {
            before, yes, state, shared,
        };
        command.SetAction((parsed, _) => StationErrors.GuardAsync(async () =>
        {
            var time = TimeOf(parsed.GetValue(before)!);
            using var records = StationCommand.OpenRecords(parsed.GetValue(state));
            bool isShared = (parsed.GetValue(shared) ?? StationCommand.RecordsVariable) is not null || records.IsShared;
            long all = records.CountEnded(time, alsoUnsent: true);
            long count = records.CountEnded(time, alsoUnsent: !isShared);
            string what = $"{Counted.Of(count, "job")} that ended before {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
            string stay = all > count ? $"; kept, as they are not delivered yet: {Counted.Of(all - count, "job")}" : "";
            if (!parsed.GetValue(yes))
            {
                throw new FormatException($"--yes deletes {what}{stay}; nothing was deleted");
            }

            records.Prune(time, alsoUnsent: !isShared);
            await Console.Out.WriteLineAsync($"deleted: {what}{stay}").ConfigureAwait(false);
        }));
        return command;
    }

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.TryParseExact(text, _dates, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal, out var time)
        ? time
        : throw new FormatException($"--before takes a date such as 2026-01-31, not '{text}'");
}
