using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What putting a backup back takes.</summary>
public sealed record RestoreOptions : JobOptions
{
    /// <summary>The backup.</summary>
    public required BoardBackup Backup { get; init; }

    /// <summary>Put the configurations of motors and app back. Default yes.</summary>
    public bool Settings { get; init; } = true;

    /// <summary>Put QML and Lisp code back. Default yes.</summary>
    public bool Scripts { get; init; } = true;

    /// <summary>Put QML and Lisp text that was saved on other firmware back without asking. Default no: it is asked.</summary>
    public bool RestoreScripts { get; init; }

    /// <summary>
    /// Which settings that were saved on other firmware are carried over. Default <see cref="SettingsMode.Merge"/>;
    /// <see cref="SettingsMode.Defaults"/>: none.
    /// </summary>
    public SettingsMode CarryOver { get; init; }

    /// <summary>Names of settings that a person accepted.</summary>
    public IReadOnlySet<string> Accepted { get; init; } = new HashSet<string>();

    /// <summary>How to wait for the board after the restart that proves its settings.</summary>
    public RestartOptions Restart { get; init; } = new();

    /// <summary>The backup may be of this other board. Default: it must be of the board itself.</summary>
    public Uuid? FromOtherBoard { get; init; }
}
