using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Makes the settings of a backup into settings of the firmware that the board runs now. It changes nothing on the
/// board.</summary>
internal static class CarryOverSteps
{
    private static readonly BackupPartKind[] _configurations =
        [BackupPartKind.MotorConfiguration, BackupPartKind.SecondMotorConfiguration, BackupPartKind.AppConfiguration];

    /// <summary>Translates each configuration of another layout. What has this firmware's layout, or one that is not known, stays as it
    /// is.</summary>
    /// <param name="session">The job, which is told what needs a person.</param>
    /// <param name="backup">The values that were saved first.</param>
    /// <param name="mode">Which old settings are carried over.</param>
    /// <param name="accepted">Names of settings that a person accepted.</param>
    /// <param name="cancellationToken">Stops between two configurations.</param>
    /// <returns>What to put back, and what became of each setting of the parts that were translated.</returns>
    public static async Task<(BoardBackup Backup, IReadOnlyDictionary<BackupPartKind, SettingsTranslation> Translations)> TranslateAsync(
        JobRun session, BoardBackup backup, SettingsMode mode, IReadOnlySet<string> accepted, CancellationToken cancellationToken)
    {
        Dictionary<BackupPartKind, SettingsTranslation> translations = [];
        byte? second = await SecondMotor.FindAsync(session.Board, cancellationToken).ConfigureAwait(false);
        bool holdsInput = false;
        foreach (var kind in _configurations.Where(k => k != BackupPartKind.SecondMotorConfiguration || second is not null))
        {
            var access = new ConfigurationAccess(
                session.Board, BackupPart.ConfigurationOf(kind), kind == BackupPartKind.SecondMotorConfiguration ? second : null);
            if (await FindRequestAsync(access, backup, kind, cancellationToken).ConfigureAwait(false) is { } request)
            {
                var translation = SettingsCarryOver.Translate(request with
                {
                    Mode = mode,
                    Accepted = accepted,
                    Link = session.Board.LinkKind == LinkKind.Unknown ? SettingsLink.Uart : SettingsLink.Usb,
                    HoldInput = holdsInput,
                });
                translations[kind] = translation;
                holdsInput |= translation.NeedsPerson.Any();
                TellPerson(session, kind, backup, mode, translation);
            }
        }

        return (backup with { Parts = [.. backup.Parts.Select(Translated)] }, translations);

        BackupPart Translated(BackupPart part) =>
            translations.TryGetValue(part.Kind, out var translation) ? BackupPart.Of(part.Kind, translation.Settings.Encode()) : part;
    }

    // Nothing to translate: it was not saved, the layout is the same, or one of the two is not known. Putting it back tells which.
    private static async Task<SettingsCarryOverRequest?> FindRequestAsync(
        ConfigurationAccess access, BoardBackup backup, BackupPartKind kind, CancellationToken cancellationToken)
    {
        if (backup.Find(kind)?.Configuration is not { } saved || BoardSettings.TryDecode(saved) is not { } old)
        {
            return null;
        }

        var (present, _) = await access.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present is null || saved.HasLayoutOf(present) || BoardSettings.TryDecode(present) is not { } now)
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

    /// <summary>Names what a person must decide.</summary>
    public static void TellPerson(JobRun session, SettingsTranslation translation)
    {
        foreach (var setting in translation.NeedsPerson)
        {
            string offer = setting.Offered is { } offered ? $", {offered} if you accept it" : "";
            session.Warn(
                "settingNeedsPerson",
                $"{setting.Name}: was {setting.Before ?? "not there"}, is {setting.After ?? "gone"}{offer}. {setting.Reason}");
        }

        if (translation.InputHeldBack)
        {
            session.Warn("inputHeldBack", "the input that could start the motor is not activated while a setting needs a person");
        }
    }
}
