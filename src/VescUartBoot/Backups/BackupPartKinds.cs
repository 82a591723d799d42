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
        _ => "Lisp code",
    };

    internal static string MissingCode(this BackupPartKind kind)
    {
        string word = kind.ToString();
        return char.ToLowerInvariant(word[0]) + word[1..] + "NotKept";
    }
}
