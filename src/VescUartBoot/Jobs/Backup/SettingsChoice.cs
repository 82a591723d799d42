using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Which settings of other firmware are carried over.</summary>
/// <param name="Mode">The mode; <see cref="SettingsMode.Defaults"/>: none.</param>
/// <param name="Accepted">Names of settings that a person accepted.</param>
internal sealed record SettingsChoice(SettingsMode Mode, IReadOnlySet<string> Accepted);
