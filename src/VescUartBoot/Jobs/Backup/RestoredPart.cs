using VescUartBoot.Backups;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>A configuration that is being restored.</summary>
/// <param name="Kind">The configuration.</param>
/// <param name="State">State so far.</param>
/// <param name="Message">Description of the state.</param>
internal sealed record RestoredPart(BackupPartKind Kind, PartState State, string Message)
{
    /// <summary>Result for each setting, if it was translated.</summary>
    public SettingsTranslation? Translation { get; init; }

    /// <summary>The configuration expected after a restart; <see langword="null"/> if the board does not have it now.</summary>
    public SerialisedConfiguration? Expected { get; init; }

    /// <summary>The configuration of the board before this was stored; <see langword="null"/> if nothing was stored.</summary>
    public SerialisedConfiguration? Replaced { get; init; }

    /// <summary>Whether the hardware set a limit looser than requested.</summary>
    public bool IsLooser { get; init; }

    /// <summary>Whether an input may become active: its motor is set up, or there is none.</summary>
    public bool LetsInputStart => State is PartState.Restored or PartState.NotSaved or PartState.NoPlace;
}
