using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot dump</c>: reads a region of flash into a file.</summary>
internal static class DumpCommand
{
    public static CommandDefinition Word { get; } = new(
        "dump",
        """
        Save a region of flash to a file

        Exit 5: this firmware cannot be read.

        Examples:
          vescboot dump bootloader old-bootloader.bin
          vescboot dump settings settings.bin --yes
          vescboot dump 0x08060000:0x200 sector7.bin
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var region = new Argument<string>(
            "REGION")
        {
            Description =
                "bootloader, app (sectors 0 to 7, with the settings), settings, staging, or START:LENGTH within "
                    + "0x08000000-0x080FFFFF, decimal or 0x"
        };
        var file = new Argument<string>("FILE") { Description = "A new file; with --can all, a folder" };
        var method = JobCommand.Method();
        var command = new Command(word.Name, word.Says) { region, file, method };
        region.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && DumpFlash.ParseRegion(word.Value) is null)
            {
                r.AddError(
                    $"'{word.Value}' is not a region; a region is {string.Join(", ", DumpFlash.Regions.Select(known => known.Name))}, "
                        + "or START:LENGTH within 0x08000000-0x080FFFFF");
            }
        });
        return BoardCommand.Define(
            command,
            run => (Range: DumpFlash.ParseRegion(run.Parsed.GetValue(region)!)!.Value, File: run.IsOneOfAll
                ? RequireFolder(run.Parsed.GetValue(file)!)
                : RequireNew(run.Parsed.GetValue(file)!)),
            async (run, wanted, board, cancellationToken) =>
            {
                var options = new DumpOptions
                {
                    Range = wanted.Range,
                    Method = run.Parsed.GetValue(method),
                    Save = content => NewFile.Write(run.IsOneOfAll ? Path.Combine(wanted.File, $"{board.Identity.Uuid}.bin") : wanted.File,
                        content)
                };
                var result = await board.DumpFlashAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false);
                return JobCommand.OutcomeOf(run, result) with
                {
                    Lines = BackupReport.Lines(result),
                    Verdict = BackupReport.Verdict(result),
                };
            },
            can: CanUse.All);
    }

    private static string RequireFolder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.Usage($"{path} is not a folder for the files of all boards: {IOErrorText.OfWriting(e)}",
                "give a folder"));
        }
    }

    /// <summary>Refuses an existing file before the port is opened, not after a minute of reading.</summary>
    /// <exception cref="CliException">The file exists.</exception>
    public static string RequireNew(string path) => Path.Exists(path)
        ? throw new CliException(CliError.Usage($"{path} is already there and is not overwritten", "give a new file"))
        : path;
}
