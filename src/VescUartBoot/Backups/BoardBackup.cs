using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Messages;

namespace VescUartBoot.Backups;

/// <summary>Settings and scripts of one board at one time.</summary>
/// <param name="Board">The board.</param>
/// <param name="Time">Time of the backup, in UTC.</param>
/// <param name="ToolVersion">Version of the library that took the backup.</param>
/// <param name="Parts">The saved parts, each kind at most once, in the order of <see cref="BackupPartKind"/>.</param>
/// <param name="Missing">Parts that could not be saved. A part that the board does not have is in neither list.</param>
public sealed record BoardBackup(
    BackedUpBoard Board, DateTimeOffset Time, string ToolVersion, IReadOnlyList<BackupPart> Parts, IReadOnlyList<MissingPart> Missing)
{
    /// <summary>Whether all configurations are the defaults of the firmware, so no settings of the user; <see langword="null"/> if not
    /// known.</summary>
    public bool? AreDefaults { get; init; }

    /// <summary>The firmware defaults for the configurations of <see cref="Parts"/>, if the firmware reported them. Empty in older
    /// backups.</summary>
    public IReadOnlyList<BackupPart> Defaults { get; init; } = [];

    /// <summary>The version of this library.</summary>
    public static string ThisToolVersion { get; } =
        typeof(BoardBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Whether all configurations of motors and app are present, which the board needs to drive as before.</summary>
    public bool HasAllConfigurations =>
        Find(BackupPartKind.MotorConfiguration) is not null && Find(BackupPartKind.AppConfiguration) is not null
        && !Missing.Any(m => m.Kind == BackupPartKind.SecondMotorConfiguration);

    /// <summary>Returns the firmware defaults of a configuration, or <see langword="null"/> if they were not saved.</summary>
    internal SerialisedConfiguration? FindDefaults(BackupPartKind kind) => Defaults.FirstOrDefault(p => p.Kind == kind)?.Configuration;

    /// <summary>Returns the part of a kind, or <see langword="null"/> if it was not saved.</summary>
    public BackupPart? Find(BackupPartKind kind) => Parts.FirstOrDefault(p => p.Kind == kind);
}
