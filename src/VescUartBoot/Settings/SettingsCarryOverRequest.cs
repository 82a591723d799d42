namespace VescUartBoot.Settings;

/// <summary>What <see cref="SettingsCarryOver"/> works on.</summary>
/// <param name="Old">The values that were saved first, before any step of the upgrade.</param>
/// <param name="OldDefaults">The defaults of the firmware that they are of; <see langword="null"/>: not known.</param>
/// <param name="NewDefaults">The defaults of the firmware that they are for, as the board tells them.</param>
internal sealed record SettingsCarryOverRequest(BoardSettings Old, BoardSettings? OldDefaults, BoardSettings NewDefaults)
{
    /// <summary>Which old settings are carried over.</summary>
    public SettingsMode Mode { get; init; } = SettingsMode.Merge;

    /// <summary>Names of settings that a person accepted.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>What the connection depends on.</summary>
    public SettingsLink Link { get; init; }

    /// <summary>What the board has now; <see langword="null"/>: its defaults, as after an upgrade.</summary>
    public BoardSettings? Present { get; init; }

    /// <summary>Whether an input that could start the motor is held back: the motor configuration needs a person.</summary>
    public bool HoldInput { get; init; }

    /// <summary>Whether <see cref="Old"/> is a file, of another board perhaps, that need not hold every setting.</summary>
    /// <remarks>What it does not hold is not reported; the CAN id and what the board measures stay as they are.</remarks>
    public bool IsFile { get; init; }
}
