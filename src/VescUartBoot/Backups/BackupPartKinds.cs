using System.Reflection;
using System.Security.Cryptography;

namespace VescUartBoot.Backups;

/// <summary>The words for parts.</summary>
internal static class BackupPartKinds
{
    /// <summary>The part in words, such as <c>app configuration</c>.</summary>
    public static string Name(this BackupPartKind kind) => kind switch
    {
        BackupPartKind.MotorConfiguration => "motor configuration",
        BackupPartKind.SecondMotorConfiguration => "motor configuration of the second motor",
        BackupPartKind.AppConfiguration => "app configuration",
        BackupPartKind.SettingsSectors => "raw settings sectors",
        BackupPartKind.Qml => "QML code",
        BackupPartKind.Lisp => "Lisp code",
        BackupPartKind.PackageConfiguration => "package configuration",
        _ => "layout of the package configuration",
    };

    /// <summary>Whether the part is saved as evidence only and never restored.</summary>
    internal static bool IsEvidence(this BackupPartKind kind) =>
        kind is BackupPartKind.SettingsSectors or BackupPartKind.PackageConfiguration or BackupPartKind.PackageLayout;

    internal static string MissingCode(this BackupPartKind kind)
    {
        string word = kind.ToString();
        return char.ToLowerInvariant(word[0]) + word[1..] + "NotKept";
    }
}
