using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Messages;

namespace VescUartBoot.Backups;

/// <summary>Settings and scripts of one board at one time.</summary>
/// <param name="Board">The board.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="ToolVersion">The version of this library that took it.</param>
/// <param name="Parts">What was kept, each kind at most once, in the order of <see cref="BackupPartKind"/>.</param>
/// <param name="Missing">What could not be kept. What the board does not have is in neither list.</param>
public sealed record BoardBackup(
    BackedUpBoard Board, DateTimeOffset Time, string ToolVersion, IReadOnlyList<BackupPart> Parts, IReadOnlyList<MissingPart> Missing)
{
    /// <summary>All configurations are the defaults of the firmware that it was taken of: nobody's settings. <see langword="null"/>: not
    /// known.</summary>
    public bool? AreDefaults { get; init; }

    /// <summary>The defaults of the firmware for the configurations of <see cref="Parts"/>, where it told them. Empty: an older
    /// backup.</summary>
    public IReadOnlyList<BackupPart> Defaults { get; init; } = [];

    /// <summary>The version of this library.</summary>
    public static string ThisToolVersion { get; } =
        typeof(BoardBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Whether the configurations of motors and app are all there: what a board needs to drive as before.</summary>
    public bool HasAllConfigurations =>
        Find(BackupPartKind.MotorConfiguration) is not null && Find(BackupPartKind.AppConfiguration) is not null
        && !Missing.Any(m => m.Kind == BackupPartKind.SecondMotorConfiguration);

    /// <summary>The defaults of the firmware for a configuration, if they were kept.</summary>
    internal SerialisedConfiguration? FindDefaults(BackupPartKind kind) => Defaults.FirstOrDefault(p => p.Kind == kind)?.Configuration;

    /// <summary>The part of a kind, if it was kept.</summary>
    public BackupPart? Find(BackupPartKind kind) => Parts.FirstOrDefault(p => p.Kind == kind);
}
