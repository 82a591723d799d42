using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Decides where an upgrade continues and where it stops.</summary>
internal static class UpgradeDecision
{
    /// <summary>Whether the board already runs the requested firmware.</summary>
    /// <exception cref="JobStoppedException">The requested firmware is older, or cannot be compared.</exception>
    public static bool IsNothingToDo(JobRun session, UpgradeOptions options, FirmwareVersion? target)
    {
        var board = session.Board.Identity;
        if (options.OnlyIfOlderThan is { } limit)
        {
            if (!board.IsUpstream)
            {
                throw new JobStoppedException(
                    FailureCode.VersionNotComparable,
                    $"firmware {board.Firmware} is a vendor's fork: its number does not show whether it is older than {limit}");
            }

            if (board.Firmware >= limit)
            {
                return true;
            }
        }

        if (target is not { } wanted || !board.IsUpstream)
        {
            return false;
        }

        if (wanted == board.Firmware)
        {
            // Only flash shows whether it is the named variant.
            return !options.Reinstall && options.Variant is null;
        }

        return wanted > board.Firmware || options.AllowDowngrade
            ? false
            : throw new JobStoppedException(FailureCode.OlderVersion, $"{wanted} is older than {board.Firmware}, which the board runs");
    }

    /// <summary>Stops the job if the copy of the bootloader might be interrupted, which would leave no firmware at all.</summary>
    public static void RequireTimeToCopy(JobRun session)
    {
        var board = session.Board.Identity;
        if (board.IsUpstream && RestartTiming.WatchdogMayCutCopy(board.Firmware))
        {
            throw new JobStoppedException(
                FailureCode.WatchdogTooShort,
                $"firmware {board.Firmware} leaves a watchdog running that restarts the board 8 to 21 s after the jump, and the "
                    + "bootloader's copy takes 11 s and more: it may be cut, and then the board has no firmware");
        }
    }

    /// <summary>Stops the job before it starts on a way that it could not go to its end: on the stepping stone the bootloader must be
    /// read.</summary>
    public static void RequireReadingOnTheWay(UpgradeOptions options)
    {
        if (options.Method == CheckMethod.Passive)
        {
            throw new JobStoppedException(
                FailureCode.FlashUnreadable,
                $"the path goes through {UpgradeRules.Stone}, where the bootloader has to be read, and nothing is stored there by which it "
                    + "could be read without a write")
            {
                WayToTell = ProbeSuggestion.Readback,
            };
        }
    }

    /// <summary>Stops the job unless a bootloader is proved, can be repaired, or is assumed by the user.</summary>
    /// <returns>What only a real run can determine; empty in a real run.</returns>
    public static async Task<IReadOnlyList<string>> RequireBootloaderAsync(JobRun session, UpgradeOptions options, BootloaderStatus finding)
    {
        if (finding.State is BootloaderState.Absent or BootloaderState.Damaged || UpgradePlanner.IsProved(finding))
        {
            return [];
        }

        if (finding.State == BootloaderState.Unknown)
        {
            InterruptedWrite.RequireNone(session);
            if (session.Log.Placed is { Ran: true })
            {
                return [];
            }

            if (options.DryRun && finding.WayToTell == ProbeSuggestion.Readback)
            {
                return [
                    "whether the board has a bootloader that takes the image; reading the flash writes 8 zero bytes into the empty QML "
                        + "sector and erases them again"];
            }

            if (finding.WayToTell is ProbeSuggestion.Agreement or ProbeSuggestion.Readback)
            {
                throw Unknown(finding);
            }
        }

        if (options.AssumeBootloader)
        {
            session.Warn("assumedBootloader",
                $"assuming, as requested, that the bootloader takes the new firmware. {Risk(session, finding)}");
            return [];
        }

        if (await session.Options.Confirm(JobQuestion.AssumeBootloader,
            $"{Risk(session, finding)} Go on as if it has a bootloader that takes the new firmware?").ConfigureAwait(false))
        {
            session.Warn("assumedBootloader", "assuming, as agreed, that the bootloader takes the new firmware");
            return [];
        }

        throw Unknown(finding);
    }

    /// <summary>What only a real run can determine if the bootloader is replaced unread; empty in a real run.</summary>
    public static IReadOnlyList<string> UndecidedOfExchange(UpgradeOptions options) =>
        options.DryRun ? ["whether the new bootloader runs: the real run restarts the board through it before any firmware is sent"] : [];

    /// <summary>Asks whether the plan may be executed.</summary>
    public static async Task RequireConsentAsync(JobRun session, UpgradePlan plan)
    {
        string firmware = string.Join(", then ", plan.Steps.Where(s => s.Kind == UpgradeStepKind.Firmware).Select(s => s.What));
        if (!await session.Options.Confirm(JobQuestion.Upgrade, $"Upgrade this board as planned ({firmware})?").ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotAgreed, "the upgrade was declined");
        }

        session.PlanAgreed = true;
    }

    /// <summary>Stops the job unless the new firmware has answered; records what the board holds.</summary>
    public static void RequireUpgraded(JobRun session, UpgradeImage image, UpgradeOutcome outcome, BoardIdentity before)
    {
        var now = session.Board.Identity;
        switch (outcome.Verdict)
        {
            case UpgradeVerdict.Upgraded:
                session.Touch.Upload = BoardChanges.Staging.Applied;
                return;

            case UpgradeVerdict.NotApplied:
                session.Touch.Upload = BoardChanges.Staging.Refused;
                throw new JobStoppedException(
                    FailureCode.NotApplied,
                    $"the board came back with its old firmware {before.Firmware}: {CauseWords(outcome.Cause)}");

            case UpgradeVerdict.Undecided:
                session.Touch.Upload = BoardChanges.Staging.Undecided;
                string why = outcome.Cause is null or NotAppliedCause.Unknown
                    ? ""
                    : $"; if it was not installed, {CauseWords(outcome.Cause)}";
                throw new JobStoppedException(
                    why.Length > 0 ? FailureCode.NotApplied : FailureCode.UpgradeUnproved,
                    $"the board answers with firmware {now.Firmware}, as it did before, and nothing proves whether {image.Name} was "
                        + $"installed{why}");

            case UpgradeVerdict.Silent:
                throw new JobStoppedException(
                    FailureCode.NoReturn,
                    RestartTiming.WatchdogBites(before.Firmware) || !before.IsUpstream
                        ? "the board did not answer again after its restart"
                        : $"the board did not answer again after its restart; without a bootloader, firmware {before.Firmware} hangs "
                            + "until its power is removed");

            default:
                session.Touch.Upload = BoardChanges.Staging.Strange;
                throw new JobStoppedException(
                    FailureCode.UnexpectedFirmware,
                    $"the board answers as {now.Hardware ?? "hardware without a name"} with firmware {now.Firmware}, which is neither "
                        + $"what it was nor {image.Name}");
        }
    }

    /// <summary>Stops the job if the running firmware was read and is not the image.</summary>
    public static void RequireSameBytes(JobRun session, UpgradeImage image, int? differences)
    {
        if (differences > 0)
        {
            throw new JobStoppedException(FailureCode.VerifyMismatch,
                $"firmware {session.Board.Identity.Firmware} answers, but {differences} "
                    + $"{(differences == 1 ? "byte of it differs" : "bytes of it differ")} from {image.Name}");
        }
    }

    /// <summary>Stops the job if the version is the same and flash cannot be read: nothing then proves that the image runs.</summary>
    public static void RequireOtherVersion(JobRun session, UpgradeImage image, BoardIdentity before)
    {
        var firmware = session.Board.Identity.Firmware;
        if (firmware == before.Firmware)
        {
            session.Touch.Upload = BoardChanges.Staging.Undecided;
            throw new JobStoppedException(
                FailureCode.UpgradeUnproved,
                $"firmware {firmware} answers, as it did before, and this firmware offers no way to compare it with {image.Name}");
        }
    }

    /// <summary>Stops the job if code was to be restored and is missing; reports code that is only saved.</summary>
    public static void RequireScripts(JobRun session, UpgradeOutcome outcome)
    {
        List<PartOutcome> scripts = [.. session.Restored.Where(o => o.Part is BackupPartKind.Qml or BackupPartKind.Lisp)];
        string[] kept = [.. scripts.Where(o => o.State is PartState.NotAgreed or PartState.NoPlace or PartState.Unreadable)
            .Select(o => o.Part.Name())];
        if (kept.Length > 0)
        {
            session.Warn("scriptsKept",
                $"the {string.Join(" and the ", kept)} of the board {(kept.Length == 1 ? "is" : "are")} not restored, but kept in "
                    + outcome.KeptIn);
        }

        List<PartOutcome> open = [.. scripts.Where(o => o.State is PartState.Refused or PartState.Mismatch or PartState.NotProved)];
        if (open.Count > 0)
        {
            throw PartFailures.Of(open);
        }
    }

    /// <summary>Stops the job unless the settings are proved, or could not be carried over at all, which is reported.</summary>
    public static void RequireSettings(JobRun session, UpgradeOptions options, BoardBackup backup, UpgradeOutcome outcome)
    {
        if (outcome.Settings is { AllRestored: true } restored)
        {
            RequireAllSettings(options, restored);
            return;
        }

        BackupPartKind[] settingsKinds =
            [BackupPartKind.MotorConfiguration, BackupPartKind.SecondMotorConfiguration, BackupPartKind.AppConfiguration];
        string[] missing = [.. backup.Missing.Where(m => settingsKinds.Contains(m.Kind)).Select(m => m.Kind.Name())];
        string kept = missing.Length == 0 ? $"what was there is kept in {outcome.KeptIn}"
            : $"what could be read is kept in {outcome.KeptIn}, and lost is the {string.Join(" and the ", missing)}";
        var open = outcome.Settings?.Parts.Where(p => p.State != PartState.Restored).ToList() ?? [];
        if (outcome.Settings is { CanBeTriedAgain: true })
        {
            var failure = PartFailures.Of(open);
            throw new JobStoppedException(failure.Code, $"firmware {session.Board.Identity.Firmware} runs, and settings were "
                + $"{failure.Message}; {kept}");
        }

        string which = open.Count == 0 || open.Count == outcome.Settings!.Parts.Count ? "settings of the board are"
            : $"{string.Join(" and the ", open.Select(p => p.Part.Name()))} of the board {(open.Count == 1 ? "is" : "are")}";
        string settings = $"the {which} the defaults of firmware {session.Board.Identity.Firmware}: do not drive before motor and app are "
            + $"set up again; {kept}";
        if (options.RequireAllSettings)
        {
            throw new JobStoppedException(FailureCode.SettingsNotRestored, settings);
        }

        session.Warn("settingsDefault", settings);
    }

    /// <summary>Stops a dry run that leaves a question open: it is not a success.</summary>
    public static void StopDryRun(UpgradePlan plan)
    {
        if (plan.Undecided.Count > 0)
        {
            throw new JobStoppedException(FailureCode.BootloaderUnknown, $"only the real run finds out {plan.Undecided[0]}");
        }
    }

    private static void RequireAllSettings(UpgradeOptions options, SettingsOutcome settings)
    {
        string[] open =
        [
            .. settings.Parts.SelectMany(p => p.Settings)
                .Where(o => o.Fate == SettingFate.NeedsPerson || o is { Fate: SettingFate.Dropped, OwnerSet: not false, Accepted: false })
                .Select(o => o.Name),
        ];
        if (options.RequireAllSettings && open.Length > 0)
        {
            throw new JobStoppedException(
                FailureCode.SettingsNotRestored, $"the settings are on the board and proved, but for those without a sure equal: "
                    + $"{string.Join(", ", open)}");
        }
    }

    private static string CauseWords(NotAppliedCause? cause) => cause switch
    {
        NotAppliedCause.BootloaderMissing => "it has no bootloader that works",
        NotAppliedCause.TooOldToUnpack => "its bootloader is too old to unpack this image",
        NotAppliedCause.ImageDamaged => "its bootloader found the uploaded image damaged",
        _ => "the cause is not known",
    };

    private static JobStoppedException Unknown(BootloaderStatus finding) => new(
        FailureCode.BootloaderUnknown,
        $"it is not known whether the bootloader takes the new firmware: {string.Join("; ", finding.Evidence)}");

    private static string Risk(JobRun session, BootloaderStatus finding)
    {
        var firmware = session.Board.Identity.Firmware;
        string missing = !session.Board.Identity.IsUpstream
            ? "the board is silent for up to a minute or until its power is removed, and then runs its old firmware"
            : RestartTiming.WatchdogBites(firmware) ? "the board is silent for 22 to 60 seconds and then runs its old firmware"
            : "the board hangs until its power is removed, and then runs its old firmware";
        return finding.State == BootloaderState.Present
            ? $"The bootloader on the board is not in the catalogue. If it does not work, {missing}; its effect on the new "
                + "firmware is unknown."
            : $"Whether a bootloader is there is not known. If none is there, {missing}. If something else is there, it runs as code, and "
                + "its effect is unknown.";
    }
}
