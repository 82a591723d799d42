using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

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
}

/// <summary>One part of a backup. Content that cannot be what its kind says cannot be built.</summary>
public sealed class BackupPart
{
    private BackupPart(BackupPartKind kind, ReadOnlyMemory<byte> content, SerialisedConfiguration? configuration, StoredCode? code) =>
        (Kind, Content, Configuration, Code, Sha256) = (kind, content, configuration, code, Convert.ToHexStringLower(SHA256.HashData(content.Span)));

    /// <summary>What it is.</summary>
    public BackupPartKind Kind { get; }

    /// <summary>Its bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The configuration, if it is one.</summary>
    public SerialisedConfiguration? Configuration { get; }

    /// <summary>The code, if it is some.</summary>
    public StoredCode? Code { get; }

    /// <summary>Takes the bytes of a part.</summary>
    /// <returns><see langword="null"/>: bytes like these are no such part.</returns>
    /// <param name="kind">What they should be.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="isSigned">Whether configurations begin with a signature: since firmware 3.50.</param>
    public static BackupPart? TryParse(BackupPartKind kind, ReadOnlyMemory<byte> content, bool isSigned = true) => kind switch
    {
        BackupPartKind.Qml => Of(kind, StoredCode.TryParse(CodeStore.Qml, content.Span)),
        BackupPartKind.Lisp => Of(kind, StoredCode.TryParse(CodeStore.Lisp, content.Span)),
        BackupPartKind.SettingsSectors => content.Length == FlashMap.Settings.Length ? new BackupPart(kind, content, null, null) : null,
        _ when content.Length is > SerialisedConfiguration.SignatureLength and <= SerialisedConfiguration.MaxLength =>
            Of(kind, SerialisedConfiguration.From(ConfigurationOf(kind), content.Span, isSigned)),
        _ => null,
    };

    internal static ConfigurationKind ConfigurationOf(BackupPartKind kind) =>
        kind == BackupPartKind.AppConfiguration ? ConfigurationKind.App : ConfigurationKind.Motor;

    internal static BackupPart Of(BackupPartKind kind, SerialisedConfiguration configuration) => new(kind, configuration.Bytes, configuration, null);

    private static BackupPart? Of(BackupPartKind kind, StoredCode? code) => code is null ? null : new BackupPart(kind, code.Bytes, null, code);
}

/// <summary>A part that the board may have and that could not be kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Stable word, such as <c>lispNotKept</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record MissingPart(BackupPartKind Kind, string Code, string Reason);

/// <summary>The board that a backup was taken of.</summary>
/// <param name="Uuid">Its unique id; <see langword="null"/> below firmware 3.9.</param>
/// <param name="Hardware">The name of its hardware, if its firmware told one.</param>
/// <param name="Firmware">The firmware that it ran.</param>
public sealed record BackedUpBoard(Uuid? Uuid, string? Hardware, FirmwareVersion Firmware);

/// <summary>Settings and scripts of one board at one time.</summary>
/// <param name="Board">The board.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="ToolVersion">The version of this library that took it.</param>
/// <param name="Parts">What was kept, each kind at most once, in the order of <see cref="BackupPartKind"/>.</param>
/// <param name="Missing">What could not be kept. What the board does not have is in neither list.</param>
public sealed record BoardBackup(
    BackedUpBoard Board, DateTimeOffset Time, string ToolVersion, IReadOnlyList<BackupPart> Parts, IReadOnlyList<MissingPart> Missing)
{
    /// <summary>All configurations are the defaults of the firmware that it was taken of: nobody's settings. <see langword="null"/>: not known.</summary>
    public bool? AreDefaults { get; init; }

    /// <summary>The version of this library.</summary>
    public static string ThisToolVersion { get; } =
        typeof(BoardBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Whether the configurations of motors and app are all there: what a board needs to drive as before.</summary>
    public bool HasAllConfigurations =>
        Find(BackupPartKind.MotorConfiguration) is not null && Find(BackupPartKind.AppConfiguration) is not null
        && !Missing.Any(m => m.Kind == BackupPartKind.SecondMotorConfiguration);

    /// <summary>The part of a kind, if it was kept.</summary>
    public BackupPart? Find(BackupPartKind kind) => Parts.FirstOrDefault(p => p.Kind == kind);
}

/// <summary>The words for parts.</summary>
public static class BackupPartKinds
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
