using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Plans the steps from the present state of a board to the requested one.</summary>
internal static class UpgradePlanner
{
    private static readonly TimeSpan _eraseSector = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _install = TimeSpan.FromSeconds(1.5);

    // The bootloader's own erase and copy (16 µs a byte), and two starts of the application.
    private static readonly TimeSpan _copyErase = TimeSpan.FromSeconds(4.6);
    private static readonly TimeSpan _starts = TimeSpan.FromSeconds(4);

    // A store for each configuration, and a start of the application.
    private static readonly TimeSpan _carryOver = TimeSpan.FromSeconds(3);

    /// <summary>Whether the bootloader must be repaired or replaced for an image stored like this.</summary>
    public static BootloaderNeed NeedOf(BootloaderStatus finding, bool packed) => finding.State switch
    {
        BootloaderState.Absent => BootloaderNeed.Install,
        BootloaderState.Damaged => BootloaderNeed.Replace,
        BootloaderState.Present when packed && finding.Content?.Image is { Compression: false } => BootloaderNeed.Replace,
        _ => BootloaderNeed.None,
    };

    /// <summary>Whether a bootloader of the catalogue was read, which an upload may rely on.</summary>
    public static bool IsProved(BootloaderStatus finding) =>
        finding is
        {
            State: BootloaderState.Present, Content.Kind: SectorContentKind.Known
            or SectorContentKind.KnownWithDataBehind, Content.Image: not null
        };

    /// <summary>Stores an image for the bootloader, according to the option and the known capabilities of the bootloader.</summary>
    /// <exception cref="ImageRejectedException">The image does not fit.</exception>
    public static StagedImage Store(UpgradeImage image, ImageCompression compress, bool slow, bool unpacks)
    {
        bool pack = compress switch
        {
            ImageCompression.Never => false,
            ImageCompression.Always => true,
            _ => !image.FitsPlain || (slow && unpacks),
        };
        return pack ? image.Image.Packed : StagedImage.Plain(image.Image.Content.Span);
    }

    /// <summary>Creates the plan.</summary>
    public static UpgradePlan Make(JobRun session, UpgradeImage? stone, StagedImage? stoneStored, UpgradeImage target,
        StagedImage targetStored, BootloaderStatus finding, IReadOnlyList<string> undecided, SettingsMode settings,
        BoardBackup? backup, bool exchanges)
    {
        session.Begin(JobPhase.Plan);
        var board = session.Board;
        var steps = new List<UpgradeStep>
        {
            new(UpgradeStepKind.Backup, "back up settings and scripts", UpgradeRules.SettingsGo.Says, TimeSpan.FromSeconds(0.5)),
        };
        if (stone is not null)
        {
            steps.Add(Firmware(board, stone, stoneStored!, UpgradeRules.ByStone.Says));
            steps.Add(new(UpgradeStepKind.CheckBootloader, $"check the bootloader; replace it if it cannot unpack {target.Name}",
                UpgradeRules.Unpacks.Says, _install));
        }
        else if (exchanges)
        {
            AddExchange(steps, session);
        }
        else
        {
            AddBootloader(steps, finding, targetStored.Header.Compressed, undecided.Count > 0);
        }

        steps.Add(Firmware(board, target, targetStored, target.Why));
        if (exchanges)
        {
            steps.Add(new(UpgradeStepKind.CheckBootloader, "read firmware and bootloader sector back",
                "only the new firmware can show them: until then a restart is all that has proved the bootloader", _install));
        }

        if (settings != SettingsMode.Defaults)
        {
            string which = settings == SettingsMode.Merge ? "the settings that were changed" : "all settings that mean the same";
            steps.Add(new(
                UpgradeStepKind.Restore,
                $"carry over {which}, verify, restart, verify again",
                UpgradeRules.SettingsGo.Says,
                _carryOver));
        }

        var plan = new UpgradePlan(board.Identity.Firmware, steps,
            Lost(session, stone is null ? finding : null, targetStored, settings, HoldsCode(backup), exchanges), undecided);
        session.Report(new JobEvent.UpgradePlanned(plan));
        return plan;
    }

    private static void AddExchange(List<UpgradeStep> steps, JobRun session)
    {
        if (!BlindReplacement.IsPlaced(session))
        {
            steps.Add(new(UpgradeStepKind.ReplaceBootloader, "replace the bootloader, unread and not backed up: proves nothing yet",
                UpgradeRules.Unread.Says,
                _install + _eraseSector));
        }

        steps.Add(new(UpgradeStepKind.CheckBootloader, "restart through it once, 2-4 s: proves that a bootloader runs, not which one",
            UpgradeRules.NeedsBootloader.Says, _starts));
    }

    private static void AddBootloader(List<UpgradeStep> steps, BootloaderStatus finding, bool packed, bool undecided)
    {
        switch (NeedOf(finding, packed))
        {
            case BootloaderNeed.Install:
                steps.Add(new(UpgradeStepKind.InstallBootloader, "install a bootloader and verify it",
                    $"none is there, and {UpgradeRules.NeedsBootloader.Says}", _install));
                break;

            case BootloaderNeed.Replace when finding.State == BootloaderState.Damaged:
                steps.Add(new(UpgradeStepKind.ReplaceBootloader, "save the old content, put a bootloader in its place and verify it",
                    $"it is not an intact bootloader, and {UpgradeRules.NeedsBootloader.Says}", _install + _eraseSector));
                break;

            case BootloaderNeed.Replace:
                steps.Add(new(UpgradeStepKind.ReplaceBootloader, "save the old bootloader, replace it and verify the new one",
                    UpgradeRules.Unpacks.Says, _install + _eraseSector));
                break;

            default:
                if (undecided)
                {
                    steps.Add(new(UpgradeStepKind.CheckBootloader, "check the bootloader; install or replace it if needed",
                        UpgradeRules.NeedsBootloader.Says, _install));
                }

                break;
        }
    }

    private static UpgradeStep Firmware(Board board, UpgradeImage image, StagedImage stored, string why)
    {
        int sectors = (stored.Bytes.Length + FlashMap.LargeSector - 1) / FlashMap.LargeSector;
        double perByte = 16e-6 + (board.Pace.Window > 1 ? 0 : 1.0 / (board.LinkSpeed ?? 100_000));
        var expected = (sectors * _eraseSector) + TimeSpan.FromSeconds(perByte * stored.Bytes.Length)
            + _copyErase + TimeSpan.FromSeconds(16e-6 * image.Image.Content.Length) + _starts;
        string packed = stored.Header.Compressed ? $", packed to {stored.Header.Length}" : "";
        return new(UpgradeStepKind.Firmware,
            $"write {image.Name} ({image.Image.Content.Length} bytes{packed}), restart, wait for the new version to answer", why, expected);
    }

    // Without a backup, as in a dry run, it is not known.
    private static bool HoldsCode(BoardBackup? backup)
    {
        BackupPartKind[] code = [BackupPartKind.Qml, BackupPartKind.Lisp];
        return backup is null || backup.Parts.Any(p => code.Contains(p.Kind)) || backup.Missing.Any(m => code.Contains(m.Kind));
    }

    private static List<string> Lost(JobRun session, BootloaderStatus? finding, StagedImage targetStored, SettingsMode settings,
        bool mayHoldCode, bool exchanges)
    {
        var board = session.Board;
        string after = settings == SettingsMode.Defaults ? "left at their defaults" : "then restored";
        List<string> lost = [$"settings (backed up first, {after})"];
        if (mayHoldCode
            && board.Capabilities.CodeSectors.Any(s => s.Sector.Start.Offset < FlashMap.Staging.Start.Offset + targetStored.Bytes.Length))
        {
            lost.Add("QML and Lisp code and packages, if there are any (backed up first)");
        }

        if (finding is { State: BootloaderState.Damaged } or { Content.Kind: SectorContentKind.KnownWithDataBehind }
            && NeedOf(finding, targetStored.Header.Compressed) == BootloaderNeed.Replace)
        {
            lost.Add($"the content of the bootloader sector (saved first): {finding.Evidence[0]}");
        }

        if (exchanges && !BlindReplacement.IsPlaced(session))
        {
            lost.Add("the content of the bootloader sector: it cannot be read, so it is not backed up");
        }

        return lost;
    }
}
