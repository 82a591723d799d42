using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Options of restoring a backup.</summary>
public sealed record RestoreOptions : JobOptions
{
    /// <summary>The backup.</summary>
    public required BoardBackup Backup { get; init; }

    /// <summary>Restores the configurations of motors and app. Default true.</summary>
    public bool Settings { get; init; } = true;

    /// <summary>Restores QML and Lisp code. Default true.</summary>
    public bool Scripts { get; init; } = true;

    /// <summary>Restores QML and Lisp source text that was saved on other firmware without asking. Default false: the user is
    /// asked.</summary>
    public bool RestoreScripts { get; init; }

    /// <summary>
    /// Selects the settings to carry over from other firmware. Default <see cref="SettingsMode.Merge"/>;
    /// <see cref="SettingsMode.Defaults"/>: none.
    /// </summary>
    public SettingsMode CarryOver { get; init; }

    /// <summary>Names of the settings whose proposed values the user has accepted. Default: none.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>Options of the wait for the restart that proves the stored settings.</summary>
    public RestartOptions Restart { get; init; } = new();

    /// <summary>UUID of another board from which the backup may be. Default <see langword="null"/>: only a backup of the board
    /// itself.</summary>
    public Uuid? FromOtherBoard { get; init; }
}
