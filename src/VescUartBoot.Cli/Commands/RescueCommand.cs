using System.CommandLine;
using VescUartBoot.Backups;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.Store;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot rescue</c>: repairs a board through the SWD pins of a second VESC.</summary>
internal static class RescueCommand
{
    // The line before it names the helper.
    private const string Target = "target";

    private const string Keep = "keep";

    public static CommandDefinition Word { get; } =
        new("rescue", "Reach a dead board through the SWD pins of a second VESC", Build);

    private static Command Build(CommandDefinition word) => new(word.Name, word.Says)
    {
        RefuseCan(BuildLook()), RefuseCan(BuildInstall()), RefuseCan(BuildRestore()),
    };

    // The probe's requests run on a thread of their own, so the question that sorts late answers out on a bus tells nothing about them.
    private static Command RefuseCan(Command command)
    {
        var can = new Option<string?>("--can") { Hidden = true };
        command.Options.Add(can);
        command.Check(r =>
        {
            if (r.GetValue(can) is not null)
            {
                r.AddError(
                    "the helper must have the cable itself: behind a CAN bus a late answer of its probe would be taken for the next one");
            }
        });
        return command;
    }

    private static Command BuildLook()
    {
        const string says = """
            Report what is in the flash of the board behind the SWD pins

            -p names the helper, the VESC with the cable. The target stands still while it is read and is restarted at the end.

            Examples:
              vescboot rescue look -p /dev/ttyACM0
              vescboot rescue look -p 'sim://?helper=blank'     a simulated helper and target
            """;
        return BoardCommand.Define(
            new Command("look", says),
            _ => true,
            async (run, _, helper, cancellationToken) =>
            {
                run.Output.FoundLabel = Target;
                return OutcomeOf(run, await helper.LookAtTargetAsync(run.Options(new RescueOptions(), cancellationToken),
                    cancellationToken).ConfigureAwait(false));
            },
            name: "rescue look");
    }

    private static Command BuildInstall()
    {
        const string says = """
            Put a bootloader on the board behind the SWD pins; only its bootloader sector changes

            Examples:
              vescboot rescue install -p /dev/ttyACM0
              vescboot rescue install -p /dev/ttyACM0 --image generic.bin --replace --save old.bin
              vescboot rescue install -p 'sim://?helper=7.00:60_MK6'     a simulated helper and target
            """;
        var image = JobCommand.Image("A bootloader file, id or hash.\ndefault: the catalogue's image for the target");
        var replace = new Option<bool>("--replace") { Description = "Save and replace what is in the sector" };
        var save = Save("Where --replace saves the old content.\ndefault: a new file in the state folder");
        var (dryRun, offline, approved) = (DryRun(), JobCommand.Offline(), JobCommand.Lock());
        return BoardCommand.Define(
            new Command("install", says) { image, replace, save, dryRun, offline, approved },
            run => ImageSources.PrepareBootloader(run, run.Parsed.GetValue(image), run.Parsed.GetValue(approved)),
            async (run, prepared, helper, cancellationToken) =>
            {
                run.Output.FoundLabel = Target;
                using var fetcher = new LazyFetcher();
                var options = new RescueOptions
                {
                    Image = prepared.Given.Image,
                    Choice = ImageSources.Bootloaders(run, prepared.Approved, run.Parsed.GetValue(offline) ? null : fetcher,
                        prepared.Given.Known),
                    Replace = run.Parsed.GetValue(replace),
                    Save = SavedSector.To(run.Parsed.GetValue(save), run, helper.Identity),
                    DryRun = run.Parsed.GetValue(dryRun),
                };
                return OutcomeOf(run,
                    await helper.InstallOnTargetAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false));
            },
            name: "rescue install");
    }

    private static Command BuildRestore()
    {
        const string says = """
            Write firmware and bootloader to an empty or broken board behind the SWD pins

            Examples:
              vescboot rescue restore --hardware 60_MK6 -p /dev/ttyACM0
              vescboot rescue restore --to 6.05 --mass-erase -p /dev/ttyACM0
              vescboot rescue restore --to 7.00 --hardware 60_MK6 -p 'sim://?helper=blank'     simulated
            """;
        var to = new Option<string?>("--to") { Description = "A version (default: latest)", HelpName = "VERSION" };
        var image = JobCommand.Image("A firmware file (.bin, .hex, .elf), id or hash");
        var bootloader = new Option<string?>("--bootloader")
        {
            Description = "A bootloader file, id or hash.\ndefault: the catalogue's image for the target",
            HelpName = "FILE|ID|HASH",
        };
        var hardware = new Option<string?>("--hardware")
        {
            Description = "The target's hardware name.\ndefault: that of the firmware in its flash",
            HelpName = "NAME",
        };
        var forceHardware = new Option<string?>("--force-hardware")
        {
            Description = "The same, even if its flash tells another.\na wrong one can destroy the power stage",
            HelpName = "NAME",
        };
        var settings = new Option<string?>("--settings")
        {
            Description = "Settings sectors to write (default: none).\nkeep: those of the target; DIR: of a backup; FILE: of a saved flash",
            HelpName = "keep|DIR|FILE",
        };
        var massErase = new Option<bool>("--mass-erase") { Description = "Allow a mass erase; the flash is saved first" };
        var save = Save("Where --mass-erase saves the old flash.\ndefault: a new file in the state folder");
        var targetPort = new Option<string?>("--target-port")
        {
            Description = "Where the target answers once it runs.\ndefault: any VESC that is plugged in",
            HelpName = "PORT",
        };
        var (dryRun, offline, approved) = (DryRun(), JobCommand.Offline(), JobCommand.Lock());
        var command = new Command("restore", says)
        {
            to, image, bootloader, hardware, forceHardware, settings, massErase, save, targetPort, dryRun, offline, approved,
        };
        command.Check(r =>
        {
            if (r.GetValue(to) is not null && r.GetValue(image) is not null)
            {
                r.AddError("--to and --image contradict each other");
            }

            if (r.GetValue(hardware) is not null && r.GetValue(forceHardware) is not null)
            {
                r.AddError("--hardware and --force-hardware contradict each other");
            }
        });
        return BoardCommand.Define(
            command,
            run =>
            {
                var prepared = ImageSources.PrepareBootloader(run, run.Parsed.GetValue(bootloader), run.Parsed.GetValue(approved));
                string? word = run.Parsed.GetValue(image);
                return (Bootloader: prepared,
                    Target: UpgradeCommand.TargetOf(run.Parsed.GetValue(to) ?? FirmwareResolver.Latest, word, prepared.Approved),
                    Settings: run.Parsed.GetValue(settings) is { } path and not Keep ? LoadSettings(path) : default);
            },
            async (run, prepared, helper, cancellationToken) =>
            {
                run.Output.FoundLabel = Target;
                using var fetcher = new LazyFetcher();
                var fetch = run.Parsed.GetValue(offline) ? null : fetcher;
                var options = new RestoreTargetOptions
                {
                    Target = prepared.Target,
                    Firmware = ImageSources.Firmware(run, prepared.Bootloader.Approved, fetch),
                    Image = prepared.Bootloader.Given.Image,
                    Choice = ImageSources.Bootloaders(run, prepared.Bootloader.Approved, fetch, prepared.Bootloader.Given.Known),
                    Hardware = run.Parsed.GetValue(hardware),
                    ForceHardware = run.Parsed.GetValue(forceHardware),
                    Settings = prepared.Settings,
                    KeepSettings = run.Parsed.GetValue(settings) == Keep,
                    MassErase = run.Parsed.GetValue(massErase),
                    Save = SavedSector.To(run.Parsed.GetValue(save), run, helper.Identity),
                    See = (uuid, ct) => run.SeeAsync(uuid, helper.Port, run.Parsed.GetValue(targetPort), ct),
                    DryRun = run.Parsed.GetValue(dryRun),
                };
                return OutcomeOf(run,
                    await helper.RestoreTargetAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false));
            },
            name: "rescue restore");
    }

    private static Option<string?> Save(string says) => new("--save") { Description = says, HelpName = "FILE" };

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Look and plan only; the target is not changed" };

    // The settings sectors alone, or from a copy of the whole flash.
    private static ReadOnlyMemory<byte> LoadSettings(string path)
    {
        if (Directory.Exists(path))
        {
            return BackupFolder.Load(path).Find(BackupPartKind.SettingsSectors)?.Content
                ?? throw new CliException(CliError.Usage($"{path} holds no raw settings sectors"));
        }

        try
        {
            return new FileInfo(path).Length switch
            {
                var length when length == FlashMap.Settings.Length => File.ReadAllBytes(path),
                FlashAddress.Size => File.ReadAllBytes(path).AsMemory(FlashMap.Settings.Start.Offset, FlashMap.Settings.Length),
                var length => throw new CliException(CliError.Usage(
                    $"{path} has {length} bytes: settings sectors have {FlashMap.Settings.Length}, a whole flash {FlashAddress.Size}")),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.Usage($"{path} cannot be read: {IOErrorText.Of(e)}"));
        }
    }

    private static Outcome OutcomeOf(BoardCommand run, RescueResult result) => JobCommand.OutcomeOf(run, result) with
    {
        Lines = RescueReport.Lines(result),
        Verdict = RescueReport.Verdict(result),
        More = RescueReport.ToJson(result),
    };
}
