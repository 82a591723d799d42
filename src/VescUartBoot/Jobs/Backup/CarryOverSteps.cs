using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Converts a configuration of a backup for the firmware that the board runs. Changes nothing on the board.</summary>
internal static class CarryOverSteps
{
    /// <summary>Translates a configuration saved on other firmware, and asks the user to decide where no rule can.</summary>
    /// <param name="session">The job, which receives a warning for each setting that needs a decision.</param>
    /// <param name="access">The configuration on the board.</param>
    /// <param name="present">What the board has now.</param>
    /// <param name="backup">The backup with the values saved first.</param>
    /// <param name="kind">Which configuration of the backup.</param>
    /// <param name="choice">Which old settings are carried over.</param>
    /// <param name="holdInput">Whether an input that could start the motor stays inactive because a motor configuration needs a
    /// decision.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <returns>The translation; <see langword="null"/> if there is nothing to translate.</returns>
    public static async Task<SettingsTranslation?> TranslateAsync(
        JobRun session,
        ConfigurationAccess access,
        SerialisedConfiguration present,
        BoardBackup backup,
        BackupPartKind kind,
        SettingsChoice choice,
        bool holdInput,
        CancellationToken cancellationToken)
    {
        if (choice.Mode == SettingsMode.Defaults
            || await FindRequestAsync(session.Board, access, present, backup, kind, cancellationToken).ConfigureAwait(
                false) is not { } found)
        {
            return null;
        }

        var request = found with
        {
            Mode = choice.Mode,
            Accepted = choice.Accepted,
            Link = LinkInUse.Of(session.Board),
            LinkFollowsRate = session.Board.LocalRates is not null,
            HoldInput = holdInput,
        };
        var translation = SettingsCarryOver.Translate(request);
        if (translation.NeedsPerson.Any() && await AskAsync(session, kind, translation).ConfigureAwait(false))
        {
            translation = SettingsCarryOver.Translate(
                request with { Accepted = choice.Accepted.Union(translation.NeedsPerson.Select(s => s.Name)).ToHashSet() });
        }

        TellPerson(session, kind, backup, choice.Mode, translation);
        return translation;
    }

    // Nothing to translate: the firmware is the same, or one of the two layouts is unknown.
    private static async Task<SettingsCarryOverRequest?> FindRequestAsync(
        Board board,
        ConfigurationAccess access,
        SerialisedConfiguration present,
        BoardBackup backup,
        BackupPartKind kind,
        CancellationToken cancellationToken)
    {
        bool isOfThis = backup.Find(kind)!.Configuration!.HasLayoutOf(present) && backup.Board.Firmware == board.Identity.Firmware;
        if (isOfThis || BoardSettings.TryDecode(backup.Find(kind)!.Configuration!) is not { } old
            || BoardSettings.TryDecode(present) is not { } now)
        {
            return null;
        }

        var defaults = await access.ReadDefaultsAsync(cancellationToken).ConfigureAwait(false);
        return defaults is null || BoardSettings.TryDecode(defaults) is not { } standard || standard.Signature != now.Signature
            ? null
            : new SettingsCarryOverRequest(old, backup.FindDefaults(kind) is { } before ? BoardSettings.TryDecode(before) : null,
                standard)
            { Present = now };
    }

    private static ValueTask<bool> AskAsync(JobRun session, BackupPartKind kind, SettingsTranslation translation) =>
        session.Options.Confirm(
        JobQuestion.AcceptSettings,
        $"Settings of the {kind.Name()} that only a person can decide on: {string.Join("; ", translation.NeedsPerson.Select(Tell))} Take "
            + $"what is offered?");

    private static void TellPerson(JobRun session, BackupPartKind kind, BoardBackup backup, SettingsMode mode,
        SettingsTranslation translation)
    {
        if (mode != translation.Mode)
        {
            session.Warn(
                "defaultsNotKept",
                $"the backup does not hold the defaults of firmware {backup.Board.Firmware}, so all of the {kind.Name()} that means the "
                    + "same is carried over");
        }

        TellPerson(session, translation);
    }

    /// <summary>Reports the settings that need a decision.</summary>
    public static void TellPerson(JobRun session, SettingsTranslation translation)
    {
        foreach (var setting in translation.NeedsPerson)
        {
            session.Warn("settingNeedsPerson", Tell(setting));
        }

        if (translation.InputHeldBack)
        {
            session.Warn("inputHeldBack", "the input that could start the motor is not activated while a setting needs a person");
        }
    }

    private static string Tell(SettingOutcome setting)
    {
        string offer = setting.Offered is { } offered ? $"; {offered} is offered" : "";
        return $"{setting.Name}: yours was {setting.Before ?? "not there"}, the board has {setting.After ?? "none"} now{offer}. "
            + setting.Reason;
    }
}
