using VescUartBoot.Backups;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>A configuration on its way back onto the board.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="State">What became of it so far.</param>
/// <param name="Message">The same in words.</param>
internal sealed record RestoredPart(BackupPartKind Kind, PartState State, string Message)
{
    /// <summary>What became of each setting, where it was translated.</summary>
    public SettingsTranslation? Translation { get; init; }

    /// <summary>What the board must have after a restart; <see langword="null"/>: it does not have it now.</summary>
    public SerialisedConfiguration? Expected { get; init; }

    /// <summary>What the board had before this was stored; <see langword="null"/>: nothing was stored.</summary>
    public SerialisedConfiguration? Replaced { get; init; }

    /// <summary>Whether the hardware made a limit looser than it should be.</summary>
    public bool IsLooser { get; init; }

    /// <summary>Whether an input may become active with it: its motor is set up, or there is none to set up.</summary>
    public bool LetsInputStart => State is PartState.Restored or PartState.NotSaved or PartState.NoPlace;
}
