namespace VescUartBoot.Settings;

/// <summary>What comparing two configurations of one layout gave.</summary>
/// <param name="Different">The fields that differ, with both values in words. One entry for all bytes of an unknown layout.</param>
/// <param name="Cut">Fields that read back one step nearer to zero, as the firmware cuts them: the same for it.</param>
/// <param name="Own">Offsets that differ because the board measures or keeps its own: the same for it.</param>
internal sealed record SettingsComparison(IReadOnlyList<string> Different, IReadOnlyList<string> Cut, IReadOnlyList<string> Own)
{
    /// <summary>Whether the board has these settings.</summary>
    public bool Same => Different.Count == 0;
}
