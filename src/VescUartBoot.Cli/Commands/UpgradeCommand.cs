using System.CommandLine;
using VescUartBoot.Backups;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot upgrade</c>: changes the firmware and proves that the new one runs.</summary>
internal static class UpgradeCommand
{
    private const double DefaultMinVoltage = 8;

    private enum RestoreWord
    {
        Auto,
        Always,
        Never,
    }

    public static CommandDefinition Word { get; } = new(
        "upgrade",
        """
        Change the firmware: check the bootloader, write, restart, verify

        If the board already runs that version, nothing is done (exit 0).

        Examples:
          vescboot upgrade --to latest
          vescboot upgrade --to 7.00 --dry-run
          vescboot upgrade --to 7.00 --ports /dev/ttyACM0,/dev/ttyACM1 --yes
          vescboot upgrade --image my.bin --force-hardware 60_MK6
          vescboot upgrade --to 7.00 -p 'sim://?bootloader=present'   a simulated board
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var to = new Option<string?>("--to")
        {
            Description = "A version, or latest.\nlatest: the newest that has an image for this hardware",
            HelpName = "VERSION",
        };
        to.Validators.Add(static r =>
        {
            if (r.Tokens is [{ Value: var word }] && word != "latest" && !char.IsAsciiDigit(word.FirstOrDefault()))
            {
                r.AddError($"--to takes a version such as 7.00, or latest, not '{word}'");
            }
        });
        var image = JobCommand.Image("A firmware file (.bin, .hex, .elf), id or hash");
        var forceHardware = new Option<string?>(
            "--force-hardware")
        {
            Description =
                "Use images for this hardware.\na wrong one can destroy the power stage",
            HelpName = "NAME"
        };
        var variant = new Option<string?>(
            "--variant")
        {
            Description =
                "A variant of the release, such as 0005ohm.\ndefault: the running one, if flash can be read",
            HelpName = "VARIANT"
        };
        var assumeBootloader = new Option<bool>(
            "--assume-bootloader")
        {
            Description =
                "If unknown, assume a suitable bootloader"
        };
        var replace = new Option<bool>("--replace")
        {
            Description =
            "Replace a bootloader that cannot be read.\nfor firmware 3.59 to 5.02 on hardware without a 5.03 image"
        };
        var assumeAbsent =
            new Option<bool>("--assume-absent") { Description = "With --replace: the old one is lost unsaved" };
        var allowDowngrade = new Option<bool>("--allow-downgrade") { Description = "Allow an older version than the board runs" };
        var reinstall = new Option<bool>("--reinstall") { Description = "Write the version that the board already runs" };
        var onlyIfOlder = VersionOption("--only-if-older-than", "Skip boards that have it or newer (exit 0)");
        var compress = OneOf("--compress",
            "When to compress the image (default: auto).\nauto: if it does not fit otherwise, or on a slow link if the bootloader "
                + "unpacks it",
            ("auto", ImageCompression.Auto), ("always", ImageCompression.Always), ("never", ImageCompression.Never));
        var restore = OneOf(
            "--restore",
            "Older form of --settings (default: auto).\nauto: merge; never: defaults; always: merge, and fail if a setting has "
                + "no sure equivalent",
            ("auto", RestoreWord.Auto),
            ("always", RestoreWord.Always),
            ("never", RestoreWord.Never));
        var carryOver = new CarryOverArguments(defaults: true);
        var restoreScripts = JobCommand.RestoreScripts();
        var minVoltage = VoltageOption();
        var returnTimeout = JobCommand.ReturnTimeout();
        var followBaud = new Option<bool>("--follow-baud")
        {
            Description =
                "With --can: for a bus not at 500 kbit/s.\nthe board with the cable goes to 500 kbit/s meanwhile, and back"
        };
        var dryRun = JobCommand.DryRun();
        var offline = JobCommand.Offline();
        var approved = JobCommand.Lock();
        var command = new Command(word.Name, word.Says)
        {
            to, image, forceHardware, variant, assumeBootloader, replace, assumeAbsent, allowDowngrade, reinstall, onlyIfOlder, compress,
        };
        carryOver.AddTo(command);
        Option[] others = [restore, restoreScripts, minVoltage, returnTimeout, followBaud, dryRun, offline, approved];
        Array.ForEach(others, command.Options.Add);
        command.Check(r =>
        {
            if (r.GetValue(to) is null == r.GetValue(image) is null)
            {
                r.AddError(r.GetValue(to) is null ? "upgrade needs --to VERSION (for example --to latest) or --image FILE|ID|HASH"
                    : "upgrade takes --to or --image, not both");
            }

            if (r.GetValue(followBaud) && r.GetValue<string?>("--can") is null)
            {
                r.AddError("--follow-baud goes with --can: a board with the cable comes back on its cable");
            }

            if (r.GetValue(variant) is not null && r.GetValue(image) is not null)
            {
                r.AddError("--variant goes with --to: an image is what it is");
            }

            if (r.GetValue(restore) == RestoreWord.Never ? carryOver.IsGiven(r) : r.GetValue(restore) == RestoreWord.Always
                && carryOver.Mode(r) == SettingsMode.Defaults)
            {
                r.AddError("--restore and --settings contradict each other");
            }

            if (carryOver.AcceptsNothing(r))
            {
                r.AddError("--accept goes without --settings defaults");
            }

            if (r.GetValue(replace) != r.GetValue(assumeAbsent))
            {
                r.AddError(
                    "upgrade takes --replace and --assume-absent together: the bootloader is exchanged unread, and what is there now is "
                        + "lost");
            }
        });
        return BoardCommand.Define(
            command,
            run =>
            {
                var list = JobCommand.Approved(run.Parsed.GetValue(approved));
                return (Target: TargetOf(run.Parsed.GetValue(to), run.Parsed.GetValue(image), list), Approved: list);
            },
            async (run, prepared, board, cancellationToken) =>
            {
                using var fetcher = new LazyFetcher();
                var fetch = run.Parsed.GetValue(offline) ? null : fetcher;
                var options = new UpgradeOptions
                {
                    Target = prepared.Target,
                    Firmware = ImageSources.Firmware(run, prepared.Approved, fetch),
                    Bootloader = new InstallOptions
                    {
                        Image = run.IsSimulated ? DemoImage.Load() : null,
                        Choice = ImageSources.Bootloaders(run, prepared.Approved, fetch),
                        Save = SavedSector.To(null, run, board.Identity),
                    },
                    ForceHardware = run.Parsed.GetValue(forceHardware),
                    Variant = run.Parsed.GetValue(variant),
                    AssumeBootloader = run.Parsed.GetValue(assumeBootloader),
                    ExchangeUnread = run.Parsed.GetValue(replace),
                    AllowDowngrade = run.Parsed.GetValue(allowDowngrade),
                    Reinstall = run.Parsed.GetValue(reinstall),
                    OnlyIfOlderThan = run.Parsed.GetValue(onlyIfOlder),
                    Compress = run.Parsed.GetValue(compress),
                    Settings = run.Parsed.GetValue(restore) == RestoreWord.Never ? SettingsMode.Defaults : carryOver.Mode(run.Parsed),
                    FollowBaud = run.Parsed.GetValue(followBaud),
                    Accepted = carryOver.Accepted(run.Parsed),
                    RestoreScripts = run.Parsed.GetValue(restoreScripts),
                    RequireAllSettings = run.Parsed.GetValue(restore) == RestoreWord.Always,
                    LoadKept = BackupFolder.Load,
                    Keep = backup => BackupFolder.Write(run.Backups, backup),
                    MinVoltage = run.Parsed.GetValue(minVoltage) ?? DefaultMinVoltage,
                    DryRun = run.PlansOnly || run.Parsed.GetValue(dryRun),
                    Restart = JobCommand.Restart(run, board, returnTimeout),
                };
                return JobCommand.OutcomeOf(run,
                    await board.UpgradeFirmwareAsync(run.Options(options, cancellationToken), cancellationToken).ConfigureAwait(false));
            },
            new BatchRunner(),
            can: CanUse.All);
    }

    internal static FirmwareTarget TargetOf(string? release, string? image, ApprovedImages? approved)
    {
        if (image is null)
        {
            return new FirmwareTarget.Release(release!);
        }

        var named = ImageReference.Find(image, ImageKind.Firmware, ImageCatalog.Shipped, BundleCommand.Store());
        if (named.File is { } file)
        {
            var firmware = FirmwareImage.From(ImageRecognition.Of(ImageInspection.Of(file), ImageCatalog.Shipped).Image);
            approved?.Require(firmware.Sha256, firmware.Name);
        }

        return new FirmwareTarget.Image(named);
    }

    private static Option<FirmwareVersion?> VersionOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "VERSION",
        CustomParser = result =>
        {
            if (FirmwareVersion.TryParse(result.Tokens[0].Value, out var version))
            {
                return version;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not a version such as 6.05");
            return null;
        },
    };

    private static Option<T> OneOf<T>(string name, string description, params (string Word, T Value)[] words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words.Select(w => w.Word)),
        CustomParser = result =>
        {
            // If omitted, the value is 0, the first word.
            foreach (var (word, value) in words)
            {
                if (word == result.Tokens[0].Value)
                {
                    return value;
                }
            }

            result.AddError($"{name} takes {string.Join(", ", words.Select(w => w.Word))}, not '{result.Tokens[0].Value}'");
            return default;
        },
    };

    private static Option<double?> VoltageOption() => new("--min-voltage")
    {
        Description = "Minimum supply voltage (default: 8 V)",
        HelpName = "VOLTS",
        CustomParser = result => JobCommand.Number(result, 0, 100),
    };
}
