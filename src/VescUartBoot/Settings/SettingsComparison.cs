namespace VescUartBoot.Settings;

/// <summary>What comparing two configurations of one layout gave.</summary>
/// <param name="Different">The fields that differ. One entry for all bytes of an unknown layout.</param>
/// <param name="Cut">Fields that read back one step nearer to zero, as the firmware cuts them: the same for it.</param>
/// <param name="Own">Offsets that differ because the board measures or keeps its own: the same for it.</param>
internal sealed record SettingsComparison(
    IReadOnlyList<SettingMismatch> Different, IReadOnlyList<SettingMismatch> Cut, IReadOnlyList<SettingMismatch> Own)
{
    /// <summary>Whether the board has these settings.</summary>
    public bool Same => Different.Count == 0;

    /// <summary>Whether the board has these settings but for limits of its hardware.</summary>
    public bool SameWithinLimits => Different.All(d => d.IsHardwareLimit);
}
