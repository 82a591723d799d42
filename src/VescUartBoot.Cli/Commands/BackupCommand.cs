using System.CommandLine;
using VescUartBoot.Backups;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot backup</c>: saves settings and scripts of a board to a folder.</summary>
internal static class BackupCommand
{
    public static CommandDefinition Word { get; } = new(
        "backup",
        """
        Save settings and scripts to a folder

        Motor and app configuration, QML, Lisp, and raw settings where flash can be read.

        Examples:
          vescboot backup
          vescboot backup --out ~/boards --yes
          vescboot backup --method passive      only what is readable without writing
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var output = new Option<string?>("--out")
        {
            Description =
            "Folder for the backup; UUID/TIME is appended.\ndefault: backups in the state folder",
            HelpName = "DIR"
        };
        var method = JobCommand.Method();
        var command = new Command(word.Name, word.Says) { output, method };
        return BoardCommand.Define(
            command,
            run => run.Parsed.GetValue(output),
            async (run, root, board, cancellationToken) =>
            {
                var options = new BackupOptions
                {
                    Method = run.Parsed.GetValue(method),
                    Save = backup => BackupFolder.Write(root ?? run.Backups, backup)
                };
                var result = await board.BackUpAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false);
                return JobCommand.OutcomeOf(run, result) with
                {
                    Lines = BackupReport.Lines(result),
                    Verdict = BackupReport.Verdict(result),
                };
            },
            can: CanUse.All);
    }
}
