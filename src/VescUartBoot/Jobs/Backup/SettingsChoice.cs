using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>The settings of other firmware to carry over.</summary>
/// <param name="Mode">The mode; <see cref="SettingsMode.Defaults"/>: none.</param>
/// <param name="Accepted">Names of the settings whose proposed values the user has accepted.</param>
internal sealed record SettingsChoice(SettingsMode Mode, IReadOnlySet<string> Accepted);
