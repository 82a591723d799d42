using VescUartBoot.Backups;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>New values for settings of a board.</summary>
internal abstract record SettingsInput
{
    private SettingsInput()
    {
    }

    /// <summary>Values by name, as the user writes them.</summary>
    /// <param name="Settings">Names and values: a label, several labels separated by commas, or a number with or without its unit.</param>
    public sealed record Values(IReadOnlyList<KeyValuePair<string, string>> Settings) : SettingsInput
    {
        /// <summary>The configuration to change. Default: the first one with the name.</summary>
        public BackupPartKind? Part { get; init; }
    }

    /// <summary>A settings file, of this firmware or another, of this board or another.</summary>
    /// <param name="Content">The file.</param>
    public sealed record File(SettingsFile Content) : SettingsInput
    {
        /// <summary>Whether the settings are for the second motor. Default: the first.</summary>
        public bool SecondMotor { get; init; }

        /// <summary>Names of the settings whose proposed values the user has accepted.</summary>
        public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

        internal BackupPartKind Part => Content.Kind == ConfigurationKind.App ? BackupPartKind.AppConfiguration
            : SecondMotor ? BackupPartKind.SecondMotorConfiguration : BackupPartKind.MotorConfiguration;
    }
}
