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

    /// <summary>Values by name, as a person writes them.</summary>
    /// <param name="Settings">Names and values: a label, labels with commas between, or a number with or without its unit.</param>
    public sealed record Values(IReadOnlyList<KeyValuePair<string, string>> Settings) : SettingsInput
    {
        /// <summary>The configuration that is meant. Default: the first that has the name.</summary>
        public BackupPartKind? Part { get; init; }
    }

    /// <summary>A file of settings, of this firmware or another, of this board or another.</summary>
    /// <param name="Content">The file.</param>
    public sealed record File(SettingsFile Content) : SettingsInput
    {
        /// <summary>Whether it is for the second motor. Default: the first.</summary>
        public bool SecondMotor { get; init; }

        /// <summary>Names of settings that a person accepted.</summary>
        public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

        internal BackupPartKind Part => Content.Kind == ConfigurationKind.App ? BackupPartKind.AppConfiguration
            : SecondMotor ? BackupPartKind.SecondMotorConfiguration : BackupPartKind.MotorConfiguration;
    }
}
