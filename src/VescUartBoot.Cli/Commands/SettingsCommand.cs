using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot settings</c>: shows and changes values of the motor and app configurations.</summary>
internal static class SettingsCommand
{
    private static readonly (string Word, BackupPartKind Part)[] _parts =
    [
        ("motor", BackupPartKind.MotorConfiguration),
        ("motor2", BackupPartKind.SecondMotorConfiguration),
        ("app", BackupPartKind.AppConfiguration),
    ];

    public static CommandDefinition Word { get; } =
        new("settings", "Show, compare and change motor and app settings", Build);

    private static Command Build(CommandDefinition word) => new(word.Name, word.Says)
    {
        BuildShow(), BuildDiff(), BuildSet(), BuildExport(), BuildImport(),
    };

    private static Command BuildShow()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Settings such as l_current_max; * matches any characters (default: all)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        const string says = """
            Show the settings with units and labels (-v: also their ranges)

            Examples:
              vescboot settings show
              vescboot settings show l_current_max 'app_ppm_conf.*'
              vescboot settings show --json -p /dev/ttyACM0
            """;
        return BoardCommand.Define(
            new Command("show", says) { names },
            run => run.Parsed.GetValue(names) ?? [],
            async (run, wanted, board, cancellationToken) =>
                Show(run, await ReadAsync(run, board, cancellationToken).ConfigureAwait(false), wanted),
            isJob: false,
            name: "settings show",
            can: CanUse.All);
    }

    private static Command BuildDiff()
    {
        const string says = """
            Compare settings, also of different firmware versions

            Settings are compared by name and label; renamed or rescaled settings count as equal, settings missing in a file are skipped.

            Examples:
              vescboot settings diff backups/UUID/TIME             backup and board
              vescboot settings diff backups/UUID/TIME motor.xml
            """;
        var first = new Argument<string>("A") { Description = "A backup folder, or an XML file of VESC Tool or settings export" };
        var second = new Argument<string?>("B") { Description = "The same (default: the board)", Arity = ArgumentArity.ZeroOrOne };
        return BoardCommand.Define(
            new Command("diff", says) { first, second },
            run => (First: SettingsSource.Load(run.Parsed.GetRequiredValue(first)), Second: run.Parsed.GetValue(second) is { } path
                ? SettingsSource.Load(path)
                : null),
            async (run, given, board, cancellationToken) =>
                Diff(given.First, SettingsSource.Of(await ReadAsync(run, board, cancellationToken).ConfigureAwait(false)), "board"),
            isJob: false,
            name: "settings diff",
            withoutBoard: (_, given) => given.Second is { } other ? Diff(given.First, other, "second") : null,
            can: CanUse.One);
    }

    private static Command BuildExport()
    {
        const string says = """
            Write one configuration to an XML file for VESC Tool

            Examples:
              vescboot settings export motor.xml
              vescboot settings export remote.xml --of app
            """;
        var file = new Argument<string>("FILE") { Description = "A new file" };
        var of = Of("The configuration (default: motor)");
        return BoardCommand.Define(
            new Command("export", says) { file, of },
            run => DumpCommand.RequireNew(run.Parsed.GetValue(file)!),
            async (run, path, board, cancellationToken) =>
            {
                var part = run.Parsed.GetValue(of) ?? BackupPartKind.MotorConfiguration;
                var read = await ReadAsync(run, board, cancellationToken).ConfigureAwait(false);
                return read.FirstOrDefault(p => p.Kind == part)?.Configuration is { } configuration
                    ? Export(part, BoardSettings.Decode(configuration), path)
                    : new Outcome(CliError.OfTable("partUnreadable", $"the board does not report its {part.Name()}; nothing was written"));
            },
            isJob: false,
            name: "settings export",
            can: CanUse.One);
    }

    private static Command BuildSet()
    {
        const string says = """
            Change settings

            A value is a label, comma-separated labels, or a number with or without its unit, within the range of the setting.
            All are read back and compared.

            Examples:
              vescboot settings set l_current_max=60
              vescboot settings set app_to_use=UART "can_baud_rate=CAN_BAUD_500K" --yes
              vescboot settings set l_temp_motor_start=85°C --of motor2
            """;
        var values = new Argument<string[]>("NAME=VALUE") { Description = "A setting and its new value", Arity = ArgumentArity.OneOrMore };
        var of = Of("The configuration.\ndefault: the first with this name");
        return BoardCommand.Define(
            new Command("set", says) { values, of },
            run => new SettingsInput.Values([.. run.Parsed.GetRequiredValue(values).Select(Pair)]) { Part = run.Parsed.GetValue(of) },
            ChangeAsync,
            name: "settings set",
            can: CanUse.One);
    }

    private static Command BuildImport()
    {
        const string says = """
            Write the settings of a VESC Tool XML file to the board

            The file may be from other firmware: settings are converted as after an
            upgrade. The CAN id, the calibration and settings missing in the file stay as they are.

            Examples:
              vescboot settings import motor.xml
              vescboot settings import remote.xml --accept app_to_use
            """;
        var file = new Argument<string>("FILE") { Description = "An XML file of VESC Tool or settings export" };
        var of = Of("The configuration.\nmotor2: the second motor; default: as in the file");
        var accept = new Option<string?>("--accept")
        {
            Description = "Take the offered values (--yes does not)",
            HelpName = "NAME,…",
        };
        return BoardCommand.Define(
            new Command("import", says) { file, of, accept },
            run => new SettingsInput.File(SettingsSource.LoadFile(run.Parsed.GetRequiredValue(file)))
            {
                SecondMotor = run.Parsed.GetValue(of) == BackupPartKind.SecondMotorConfiguration,
                Accepted = (run.Parsed.GetValue(accept) ?? "")
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
            },
            ChangeAsync,
            name: "settings import",
            can: CanUse.One);
    }

    private static async Task<Outcome> ChangeAsync(BoardCommand run, SettingsInput input, Board board, CancellationToken cancellationToken)
    {
        run.Output.PartVerb = "stored";
        var options = run.Options(
            new ChangeSettingsOptions
            {
                Input = input,
                Restart = new RestartOptions { OtherPorts = isThere => run.OtherPortsOfAsync(board.Port, isThere) },
            }, cancellationToken);
        var result = await board.ChangeSettingsAsync(options, cancellationToken).ConfigureAwait(false);
        return JobCommand.OutcomeOf(run, result) with
        {
            Lines = SettingsReport.Changed(result),
            Verdict = SettingsReport.VerdictOf(result),
            More = SettingsReport.Tell(result),
        };
    }

    private static KeyValuePair<string, string> Pair(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(word[..equals].Trim(), word[(equals + 1)..])
            : throw new CliException(CliError.Usage($"expected NAME=VALUE, not '{word}'", "vescboot settings show lists names and values"));
    }

    private static Option<BackupPartKind?> Of(string description) => new("--of")
    {
        Description = description,
        HelpName = "motor|motor2|app",
        CustomParser = result =>
        {
            foreach (var (word, part) in _parts)
            {
                if (word == result.Tokens[0].Value)
                {
                    return part;
                }
            }

            result.AddError($"--of takes motor, motor2 or app, not '{result.Tokens[0].Value}'");
            return null;
        },
    };

    private static async Task<IReadOnlyList<BackupPart>> ReadAsync(BoardCommand run, Board board, CancellationToken cancellationToken)
    {
        var (parts, missing) = await ReadSettings.RunAsync(board, cancellationToken).ConfigureAwait(false);
        foreach (var gap in missing)
        {
            run.Output.Report(new JobEvent.Warned(gap.Code, $"the {gap.Kind.Name()} cannot be read: {gap.Reason}"));
        }

        return parts.Count > 0
            ? parts
            : throw new CliException(CliError.OfTable("partUnreadable", "the board reports none of its configurations"));
    }

    private static Outcome Show(BoardCommand run, IReadOnlyList<BackupPart> parts, string[] wanted)
    {
        var all = parts.Select(p => (p.Kind, Settings: BoardSettings.Decode(p.Configuration!))).ToList();
        var known = all.SelectMany(c => c.Settings.Values).Select(v => v.Field.Name).ToList();
        if (Array.Find(wanted, w => !known.Exists(n => SettingsReport.IsNamed(n, w))) is { } unknown)
        {
            throw new CliException(CliError.Usage(
                $"this firmware has no setting '{unknown}'{DidYouMean.Suggest(unknown, known)}",
                "vescboot settings show lists all that it has"));
        }

        return SettingsReport.Show([.. all.Select(c => (c.Kind, c.Settings, (IReadOnlyList<SettingValue>)
            [.. c.Settings.Values.Where(v => wanted.Length == 0 || wanted.Any(w => SettingsReport.IsNamed(v.Field.Name, w)))]))],
            run.IsVerbose);
    }

    private static Outcome Diff(SettingsSource first, SettingsSource second, string secondName)
    {
        List<(BackupPartKind Part, IReadOnlyList<SettingDifference> Differences)> found = [];
        foreach (var (_, part) in _parts)
        {
            if (first.Find(part) is { } one && second.Find(part) is { } other)
            {
                var like = one.Settings ?? other.Settings;
                found.Add((part, SettingDifference.Between(one.Read(like), other.Read(like))));
            }
        }

        return found.Count > 0
            ? SettingsReport.Diff(found, secondName)
            : throw new CliException(CliError.Usage("the two have no configuration in common: one is of a motor, the other of an app"));
    }

    private static Outcome Export(BackupPartKind part, BoardSettings settings, string path)
    {
        try
        {
            string written = NewFile.Write(path, Encoding.UTF8.GetBytes(SettingsFile.Write(settings)));
            return new Outcome
            {
                Verdict = new Verdict("done", $"the {part.Name()}, {settings.Values.Count} settings, is in {written}"),
                More = new JsonObject { ["savedTo"] = written, ["part"] = JsonOutput.Word(part), ["settings"] = settings.Values.Count },
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Outcome(CliError.OfTable("saveFailed", IOErrorText.OfWriting(e)));
        }
    }
}
