using System.CommandLine;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot install</c>: installs a bootloader on a board that has none.</summary>
internal static class InstallCommand
{
    public static CommandDefinition Word { get; } = new(
        "install",
        """
        Write a bootloader to a board that has none: check, write, verify

        If a bootloader is already there, nothing is done (exit 4).

        Examples:
          vescboot install
          vescboot install --image generic.bin --dry-run
          vescboot install --image vesc/generic-2022-12-08 --replace --save old.bin
          vescboot install --port sim://        a simulated board
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var image = JobCommand.Image(
            "A bootloader file, id or hash.\ndefault: the catalogue's image for the board");
        var method = JobCommand.Method();
        var replace = new Option<bool>("--replace") { Description = "Save and replace what is in the sector" };
        var save = new Option<string?>("--save")
        {
            Description =
            "Where --replace saves the old content.\ndefault: a new file in the state folder",
            HelpName = "FILE"
        };
        var assumeAbsent = new Option<bool>("--assume-absent")
        {
            Description =
            "Assume no bootloader if it cannot be read.\n3.59 to 5.02: the sector is erased first; the result is at best exit 13"
        };
        var dryRun = JobCommand.DryRun();
        var offline = JobCommand.Offline();
        var approved = JobCommand.Lock();
        var helper = HelperPort.Option();
        var command = new Command(word.Name, word.Says)
        {
            image, method, helper, replace, save, assumeAbsent, dryRun, offline, approved,
        };
        command.Check(r =>
        {
            if (r.GetValue(save) is not null && !r.GetValue(replace))
            {
                r.AddError("--save only goes with --replace");
            }
        });
        return BoardCommand.Define(
            command,
            run => ImageSources.PrepareBootloader(run, run.Parsed.GetValue(image), run.Parsed.GetValue(approved)),
            async (run, prepared, board, cancellationToken) =>
            {
                using var fetcher = new LazyFetcher();
                var options = new InstallOptions
                {
                    Image = prepared.Given.Image,
                    Choice = ImageSources.Bootloaders(
                        run, prepared.Approved, run.Parsed.GetValue(offline) ? null : fetcher, prepared.Given.Known),
                    Method = run.Parsed.GetValue(method),
                    Replace = run.Parsed.GetValue(replace),
                    AssumeAbsent = run.Parsed.GetValue(assumeAbsent),
                    DryRun = run.PlansOnly || run.Parsed.GetValue(dryRun),
                    Save = SavedSector.To(run.Parsed.GetValue(save), run, board.Identity),
                };
                return await HelperPort.WithAsync(run, helper, options, async o => JobCommand.OutcomeOf(run,
                    await board.InstallBootloaderAsync(run.Options(o, cancellationToken), cancellationToken).ConfigureAwait(false)),
                    cancellationToken).ConfigureAwait(false);
            },
            can: CanUse.All);
    }
}
