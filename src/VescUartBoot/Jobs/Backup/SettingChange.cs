using VescUartBoot.Backups;

namespace VescUartBoot.Jobs.Backup;

/// <summary>A changed setting.</summary>
/// <param name="Part">Its configuration.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">Value before.</param>
/// <param name="After">Value after.</param>
/// <param name="Unit">Unit of both values; <see langword="null"/> if there is none.</param>
internal sealed record SettingChange(BackupPartKind Part, string Name, string Before, string After, string? Unit);
