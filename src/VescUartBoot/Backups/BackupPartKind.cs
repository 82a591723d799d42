using System.Reflection;
using System.Security.Cryptography;

namespace VescUartBoot.Backups;

/// <summary>What is kept of a board, in the order in which it is put back.</summary>
public enum BackupPartKind
{
    /// <summary>The motor configuration.</summary>
    MotorConfiguration,

    /// <summary>The motor configuration of the second motor on the same chip.</summary>
    SecondMotorConfiguration,

    /// <summary>The app configuration.</summary>
    AppConfiguration,

    /// <summary>Sectors 1 and 2 as they are: evidence, never put back.</summary>
    SettingsSectors,

    /// <summary>QML code with its header.</summary>
    Qml,

    /// <summary>Lisp code with its header.</summary>
    Lisp,

    /// <summary>The configuration of a package, serialised in the package's own layout: kept, never put back.</summary>
    PackageConfiguration,

    /// <summary>The XML text in which the package describes that layout.</summary>
    PackageLayout,
}
