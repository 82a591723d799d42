using System.CommandLine;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Images;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using Command = System.CommandLine.Command;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot restore</c>: restores settings, scripts or a saved bootloader sector.</summary>
internal static class RestoreCommand
{
    private enum Only
    {
        All,
        Settings,
        Scripts,
    }

    public static CommandDefinition Word { get; } = new(
        "restore",
        """
        Restore settings and scripts, or a saved bootloader sector

        Settings of other firmware are converted. All are read back, and again after a restart.

        Examples:
          vescboot restore                                  the backup of this board
          vescboot restore backups/UUID/TIME --only settings
          vescboot restore --settings keep                  all, not only those you changed
          vescboot restore --sector old.bin --replace
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var folder = new Argument<string?>(
            "DIR")
        {
            Description =
                "The folder of a backup.\ndefault: an interrupted upgrade's, else the newest with changed settings",
            Arity = ArgumentArity.ZeroOrOne
        };
        var only = OnlyOption();
        var fromOther = new Option<string?>("--from-other-board")
        {
            Description = "Accept a backup of the board with this UUID",
            HelpName = "UUID"
        };
        var restoreScripts = JobCommand.RestoreScripts();
        var carryOver = new CarryOverArguments(defaults: false);
        var sector = new Option<string?>(
            "--sector")
        { Description = "A sector saved by --replace", HelpName = "FILE" };
        var replace =
            new Option<bool>("--replace") { Description = "With --sector: save and replace what is there" };
        var save = new Option<string?>("--save")
        {
            Description =
            "Where --replace saves the old content.\ndefault: a new file in the state folder",
            HelpName = "FILE"
        };
        var method = JobCommand.Method();
        var command = new Command(word.Name, word.Says)
        {
            folder, only, restoreScripts, fromOther, sector, replace, save, method,
        };
        carryOver.AddTo(command);
        fromOther.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && !Uuid.TryParse(word.Value, out _))
            {
                r.AddError($"'{word.Value}' is not a UUID of 24 hexadecimal digits");
            }
        });
        command.Check(r =>
        {
            bool ofSector = r.GetValue(sector) is not null;
            if (carryOver.IsGiven(r) && (ofSector || r.GetValue(only) == Only.Scripts))
            {
                r.AddError("--settings and --accept go without --sector and --only scripts");
            }

            if (r.GetValue(restoreScripts) && (ofSector || r.GetValue(only) == Only.Settings))
            {
                r.AddError("--restore-scripts goes without --sector and --only settings");
            }

            if (r.GetValue<string?>("--can") == CanTarget.All && (ofSector || r.GetValue(folder) is not null))
            {
                r.AddError("--can all restores each board from its own backup, the newest: leave DIR and --sector out");
            }

            if (ofSector && (r.GetValue(folder) is not null || r.GetResult(only) is { Implicit: false }
                || r.GetValue(fromOther) is not null))
            {
                r.AddError("--sector goes without DIR, --only and --from-other-board");
            }

            if (!ofSector && (r.GetValue(replace) || r.GetValue(save) is not null || r.GetResult(method) is { Implicit: false }))
            {
                r.AddError("--replace, --save and --method only go with --sector");
            }

            if (ofSector && r.GetValue(save) is not null && !r.GetValue(replace))
            {
                r.AddError("--save only goes with --replace");
            }
        });
        return BoardCommand.Define(
            command,
            run => (
                Backup: run.Parsed.GetValue(folder) is { } path ? BackupFolder.Load(path) : null,
                Sector: run.Parsed.GetValue(sector) is { } file ? LoadSector(file) : null),
            (run, given, board, cancellationToken) => given.Sector is { } content
                ? RestoreSectorAsync(run, board, Path.GetFileName(run.Parsed.GetValue(sector)!), content, (replace, save, method),
                    cancellationToken)
                : RestoreBackupAsync(run, board, given.Backup, (only, restoreScripts, fromOther, carryOver),
                    cancellationToken),
            can: CanUse.All);
    }

    private static async Task<Outcome> RestoreBackupAsync(
        BoardCommand run,
        Board board,
        BoardBackup? backup,
        (Option<Only> Only, Option<bool> RestoreScripts, Option<string?> FromOther, CarryOverArguments CarryOver) given,
        CancellationToken cancellationToken)
    {
        var only = run.Parsed.GetValue(given.Only);
        var options = new RestoreOptions
        {
            Backup = backup ?? LoadOwners(run, board.Identity),
            Settings = only != Only.Scripts,
            Scripts = only != Only.Settings,
            RestoreScripts = run.Parsed.GetValue(given.RestoreScripts),
            FromOtherBoard = Uuid.TryParse(run.Parsed.GetValue(given.FromOther), out var uuid) ? uuid : null,
            CarryOver = given.CarryOver.Mode(run.Parsed),
            Accepted = given.CarryOver.Accepted(run.Parsed),
            Restart = new RestartOptions { OtherPorts = isThere => run.OtherPortsOfAsync(board.Port, isThere) },
        };
        var result = await board.RestoreAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false);
        return JobCommand.OutcomeOf(run, result) with
        {
            Verdict = result.Failure is null ? new Verdict("done", Done(result, options.Backup)) : null,
        };
    }

    private static async Task<Outcome> RestoreSectorAsync(
        BoardCommand run, Board board, string name, byte[] content,
        (Option<bool> Replace, Option<string?> Save, Option<CheckMethod> Method) given, CancellationToken cancellationToken)
    {
        var options = new RestoreSectorOptions
        {
            Content = content,
            Name = name,
            Replace = run.Parsed.GetValue(given.Replace),
            Save = SavedSector.To(run.Parsed.GetValue(given.Save), run, board.Identity),
            Method = run.Parsed.GetValue(given.Method),
        };
        var result = await board.RestoreSectorAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false);
        return JobCommand.OutcomeOf(run, result) with
        {
            Verdict = result.Failure is null
                ? new Verdict("done", $"{name} is back: all {content.Length} bytes of the bootloader sector were read back and compared")
                : null,
        };
    }

    // The backup of an unfinished job has priority over anything newer.
    private static BoardBackup LoadOwners(BoardCommand run, BoardIdentity board)
    {
        if (board.Uuid is { } owner && run.FindUnfinished(owner).FirstOrDefault(c => c.Kind == ChangeKind.Backup)?.KeptIn is { } first)
        {
            run.Output.Report(new JobEvent.Warned("ownersBackup",
                $"the backup is the one from before a run that was interrupted, {first}; give DIR for another"));
            return BackupFolder.Load(first);
        }

        if (run.IsSimulated)
        {
            throw new BackupRejectedException("backupMissing",
                "each sim:// run is a new board, without a backup (vescboot simulate keeps one)");
        }

        string? newest = board.Uuid is { } uuid ? BackupFolder.FindNewest(StateDirectory.Backups, uuid) : null;
        return BackupFolder.Load(newest
            ?? throw new BackupRejectedException("backupMissing", $"there is no backup of this board in {StateDirectory.Backups}"));
    }

    private static byte[] LoadSector(string path)
    {
        try
        {
            // A path that is not a regular file has no length and is not opened.
            var info = new FileInfo(path);
            if (info.Exists && info.Length != FlashMap.LargeSector)
            {
                throw new ImageRejectedException("sectorRejected",
                    $"{info.Name} has {info.Length} bytes; a saved bootloader sector has {FlashMap.LargeSector}");
            }

            byte[] content = File.ReadAllBytes(path);
            _ = RestoreSector.RequireContent(info.Name, content, BootloaderCatalog.Shipped);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageRejectedException("sectorUnreadable", $"{path} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    private static string Done(RestoreResult result, BoardBackup backup) =>
        $"{result.Restored.Count(r => r.State == PartState.Restored)} parts of the backup of "
        + $"{backup.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC are on the board, read back and compared";

    private static Option<Only> OnlyOption()
    {
        var option = new Option<Only>("--only")
        {
            Description = "Restore only one kind (default: both).\nsettings: of motors and app; scripts: QML and Lisp code",
            HelpName = "settings|scripts",
            CustomParser = result =>
            {
                switch (result.Tokens[0].Value)
                {
                    case "settings":
                        return Only.Settings;
                    case "scripts":
                        return Only.Scripts;
                    default:
                        result.AddError($"'{result.Tokens[0].Value}' cannot be restored alone: settings or scripts can");
                        return Only.All;
                }
            },
        };
        return option;
    }
}
