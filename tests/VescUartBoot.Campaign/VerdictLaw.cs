using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Campaign;

/// <summary>What a job found and what it says to have reached is so in flash.</summary>
internal static class VerdictLaw
{
    public static void Check(Schedule schedule, JobRecord job, Action<string, string> broken)
    {
        var result = job.Result!;

        // A check by restart judges by the time: who resets the board in those seconds deceives it, and no word of the board tells.
        bool deceived = !job.IsGoal && result.Before?.Method == DetectionMethod.Jump
            && schedule.Faults.Any(f => f.Fault.What is ResetBoard or CutPower or PullCable);
        if (result.Before is { } before && !deceived)
        {
            CheckFinding("before", before, job.Before, broken);
        }

        if (result.After is { } after)
        {
            CheckFinding("after", after, job.After, broken);
        }

        CheckMismatch(job, broken);
        CheckRestored(job, broken);
        if (result.Failure is null)
        {
            CheckReached(job, broken);
        }
    }

    private static void CheckFinding(string when, BootloaderStatus finding, byte[] flash, Action<string, string> broken)
    {
        bool blank = Truth.IsBlank(Truth.Sector(flash, 11));
        var (image, clean) = Truth.ImageIn(flash);
        bool so = (finding.State, finding.Method) switch
        {
            (BootloaderState.Unknown, _) => true,
            (BootloaderState.Absent, DetectionMethod.Jump) => !Truth.BootloaderRuns(flash),
            (BootloaderState.Present, DetectionMethod.Jump) => Truth.BootloaderRuns(flash),
            (BootloaderState.Absent, _) => blank,
            (BootloaderState.Present, _) => Truth.VectorsFit(flash)
                && (finding.Content?.Kind is not SectorContentKind.Known || image is not null),
            _ => !blank && !(image is "present" or "old"),
        };
        if (so
            && finding is
            {
                State: BootloaderState.Present,
                Content: { Kind: SectorContentKind.Known or SectorContentKind.KnownWithDataBehind } content
            })
        {
            // On a slow link the head alone may have been read, and then it is said.
            bool headOnly = finding.Evidence.Any(e => e.Contains("only the first", StringComparison.Ordinal));
            so = content.Image is not { } known || (known.Compression ? image == "present" : image == "old");
            so &= headOnly || clean == (content.Kind == SectorContentKind.Known);
        }

        if (!so)
        {
            broken("verdict",
                $"{when}: said {finding.State} by {finding.Method} ({finding.Content?.Kind.ToString() ?? "no content"}), and the sector "
                    + $"holds {(blank ? "nothing" : image ?? "something else")}{(clean ? "" : ", with more behind it")}");
        }
    }

    // A mismatch must be one.
    private static void CheckMismatch(JobRecord job, Action<string, string> broken)
    {
        if (job.Code == FailureCode.VerifyMismatch && job.Step.Kind is JobKind.Install or JobKind.RestoreSector
            && job.Result!.Image is { } image && Truth.SectorIs(job.After, image.Content.Span))
        {
            broken("verdict", "a mismatch is told, and the sector holds just what was to be written");
        }

        if (job.Code == FailureCode.NotApplied && job.BoardAfter.Firmware == job.Step.Target && job.BoardBefore.Firmware != job.Step.Target
            && job.BoardAfter.State == BoardState.Running)
        {
            broken("verdict", $"said not applied, and the board runs {job.BoardAfter.Firmware}");
        }

        if (job.Code == FailureCode.UnexpectedFirmware)
        {
            broken("verdict", $"said that neither the old nor the new firmware answers: {job.BoardAfter.Firmware}");
        }
    }

    private static void CheckRestored(JobRecord job, Action<string, string> broken)
    {
        foreach (var part in job.Result!.Restored.Where(p => p.State == PartState.Restored && job.Given is not null))
        {
            var given = job.Given!.Find(part.Part)!.Content.Span;
            bool isThere = part.Part switch
            {
                BackupPartKind.Qml => given.SequenceEqual(Truth.StoredCode(job.After, Laws.QmlSectorOf(job))),
                BackupPartKind.Lisp => given.SequenceEqual(Truth.StoredCode(job.After, 10)),
                _ => Truth.HasSetting(job.After, KindOf(part.Part), job.BoardAfter.Firmware, given),
            };
            if (!isThere)
            {
                broken("verdict", $"{part.Part} is told to be restored, and flash does not hold it");
            }
        }
    }

    private static void CheckReached(JobRecord job, Action<string, string> broken)
    {
        string? wrong = job.Step.Kind switch
        {
            JobKind.Check or JobKind.CheckJump when job.Result!.Before?.State != BootloaderState.Present =>
                "a check without a bootloader succeeds",
            JobKind.Verify when Truth.ImageIn(job.After).Image is not ("present" or "old") =>
                "verified, and no image of the catalogue is there",
            JobKind.Install or JobKind.RestoreSector when job.Step.DryRun && job.Step.Kind == JobKind.Install => null,
            JobKind.Install or JobKind.RestoreSector when !Truth.SectorIs(job.After, RunningJob.ContentOf(job.Step).Span) =>
                "installed, and the sector holds something else",
            JobKind.Upgrade when !job.Step.DryRun => WrongUpgrade(job),
            JobKind.Dump => WrongDump(job),
            JobKind.Backup => WrongBackup(job.Result!.Backup!, job.Before, job.BoardBefore.Firmware),
            _ => null,
        };
        if (wrong is not null)
        {
            broken("verdict", wrong);
        }
    }

    private static string? WrongUpgrade(JobRecord job)
    {
        string? firmware = job.Result!.Upgrade!.Verdict == UpgradeVerdict.AlreadyThere ? job.BoardBefore.Firmware : job.BoardAfter.Firmware;
        return firmware != job.Step.Target ? $"upgraded to {job.Step.Target}, and the board runs {firmware}"
            : !Truth.Runs(job.After, firmware) ? $"upgraded to {job.Step.Target}, and the application is not that image"
            : job.Result!.Upgrade!.Verdict == UpgradeVerdict.Upgraded && Truth.StagedIsWhole(job.After) && !job.Warned("stagedImage")
                ? "upgraded, and the image still waits in staging without a word"
            : null;
    }

    // The zeros that opened the way to read are ours: the file holds 0xFF there, and the job says so.
    private static string? WrongDump(JobRecord job)
    {
        var range = RunningJob.RegionOf(job.Step);
        byte[] flash = (byte[])job.Before.Clone();
        if (job.Warned("ourZerosInDump"))
        {
            flash.AsSpan(SimulatedFlash.Sectors[Laws.QmlSectorOf(job)].Offset, 8).Fill(0xFF);
        }

        return flash.AsSpan(range.Start.Offset, range.Length).SequenceEqual(job.Dumped)
            ? null
            : "the region that was handed over is not what flash held";
    }

    /// <summary>What of a backup is not what flash holds; <see langword="null"/>: all is.</summary>
    public static string? WrongBackup(BoardBackup backup, byte[] flash, string? firmware)
    {
        foreach (var part in backup.Parts)
        {
            var kept = part.Content.Span;
            bool isRight = part.Kind switch
            {
                BackupPartKind.SettingsSectors => kept.SequenceEqual(flash.AsSpan(0x4000, 0x8000)),
                BackupPartKind.Qml =>
                    kept.SequenceEqual(Truth.StoredCode(flash, firmware is null ? 0 : FirmwareProfiles.Named(firmware).QmlSector)),
                BackupPartKind.Lisp => kept.SequenceEqual(Truth.StoredCode(flash, 10)),

                // A configuration that was never stored is the firmware's default, which flash does not hold.
                _ => Truth.Setting(flash, KindOf(part.Kind)) is not { } held || Truth.IsKeptAs(held, KindOf(part.Kind), firmware, kept),
            };
            if (!isRight)
            {
                return $"{part.Kind} of the backup is not what the board holds";
            }
        }

        return null;
    }

    // As the simulated board numbers its records.
    private static byte KindOf(BackupPartKind part) => part switch
    {
        BackupPartKind.MotorConfiguration => 1,
        BackupPartKind.AppConfiguration => 2,
        _ => 3,
    };
}
