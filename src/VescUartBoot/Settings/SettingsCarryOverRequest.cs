namespace VescUartBoot.Settings;

/// <summary>Input of <see cref="SettingsCarryOver"/>.</summary>
/// <param name="Old">The values first saved, before any step of the upgrade.</param>
/// <param name="OldDefaults">The defaults of their firmware; <see langword="null"/> if not known.</param>
/// <param name="NewDefaults">The defaults of the new firmware, as reported by the board.</param>
internal sealed record SettingsCarryOverRequest(BoardSettings Old, BoardSettings? OldDefaults, BoardSettings NewDefaults)
{
    /// <summary>Which old settings are carried over.</summary>
    public SettingsMode Mode { get; init; } = SettingsMode.Merge;

    /// <summary>Names of the settings whose proposed values the user has accepted.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>The settings on which the connection depends.</summary>
    public SettingsLink Link { get; init; }

    /// <summary>Whether the board with the cable follows this one to another CAN baud rate, so that a change does not cut the
    /// connection.</summary>
    public bool LinkFollowsRate { get; init; }

    /// <summary>The present settings of the board; <see langword="null"/> if they are its defaults, as after an upgrade.</summary>
    public BoardSettings? Present { get; init; }

    /// <summary>Whether an input that could start the motor is withheld: the motor configuration needs a decision of the user.</summary>
    public bool HoldInput { get; init; }

    /// <summary>Whether <see cref="Old"/> is a file, possibly of another board, that need not contain every setting.</summary>
    /// <remarks>Missing settings are not reported; the CAN id and measured values stay unchanged.</remarks>
    public bool IsFile { get; init; }
}
