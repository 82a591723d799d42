namespace VescUartBoot.Settings;

/// <summary>Result of comparing two configurations of one layout.</summary>
/// <param name="Different">The different fields. One entry for all bytes of an unknown layout.</param>
/// <param name="Cut">Fields that read back one step nearer to zero because the firmware truncates them: equal for it.</param>
/// <param name="Own">Offsets that differ because the board measures or keeps its own: equal for it.</param>
internal sealed record SettingsComparison(
    IReadOnlyList<SettingMismatch> Different, IReadOnlyList<SettingMismatch> Cut, IReadOnlyList<SettingMismatch> Own)
{
    /// <summary>Whether the board has these settings.</summary>
    public bool Same => Different.Count == 0;

    /// <summary>Whether the board has these settings but for limits of its hardware.</summary>
    public bool SameWithinLimits => Different.All(d => d.IsHardwareLimit);
}
