using System.Reflection;
using System.Security.Cryptography;

namespace VescUartBoot.Backups;

/// <summary>Kind of a backup part, in the order of restoring.</summary>
public enum BackupPartKind
{
    /// <summary>The motor configuration.</summary>
    MotorConfiguration,

    /// <summary>The motor configuration of the second motor on the same chip.</summary>
    SecondMotorConfiguration,

    /// <summary>The app configuration.</summary>
    AppConfiguration,

    /// <summary>Raw content of sectors 1 and 2: evidence only, never restored.</summary>
    SettingsSectors,

    /// <summary>QML code with its header.</summary>
    Qml,

    /// <summary>Lisp code with its header.</summary>
    Lisp,

    /// <summary>The configuration of a package, serialised in the layout of the package: saved, never restored.</summary>
    PackageConfiguration,

    /// <summary>The XML description of that layout, from the package.</summary>
    PackageLayout,
}
