using VescUartBoot.Backups;

namespace VescUartBoot.Jobs.Backup;

/// <summary>A setting that gets another value.</summary>
/// <param name="Part">The configuration that it is in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">What the board had.</param>
/// <param name="After">What it gets.</param>
/// <param name="Unit">The unit of both, if there is one.</param>
internal sealed record SettingChange(BackupPartKind Part, string Name, string Before, string After, string? Unit);
