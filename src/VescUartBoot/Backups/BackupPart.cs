using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Backups;

/// <summary>One part of a backup, valid for its kind.</summary>
public sealed class BackupPart
{
    private BackupPart(BackupPartKind kind, ReadOnlyMemory<byte> content, SerialisedConfiguration? configuration, StoredCode? code) =>
        (Kind, Content, Configuration, Code, Sha256) =
            (kind, content, configuration, code, Convert.ToHexStringLower(SHA256.HashData(content.Span)));

    /// <summary>Kind of the part.</summary>
    public BackupPartKind Kind { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The configuration; <see langword="null"/> for other kinds.</summary>
    internal SerialisedConfiguration? Configuration { get; }

    /// <summary>The stored code; <see langword="null"/> for other kinds.</summary>
    internal StoredCode? Code { get; }

    /// <summary>Creates a part from its bytes.</summary>
    /// <returns><see langword="null"/> if the bytes are not valid for the kind.</returns>
    /// <param name="kind">Kind of the part.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="isSigned">Whether configurations begin with a signature, as in firmware 3.50 and later.</param>
    public static BackupPart? TryParse(BackupPartKind kind, ReadOnlyMemory<byte> content, bool isSigned = true) => kind switch
    {
        BackupPartKind.Qml => Of(kind, StoredCode.TryParse(CodeStore.Qml, content.Span)),
        BackupPartKind.Lisp => Of(kind, StoredCode.TryParse(CodeStore.Lisp, content.Span)),
        BackupPartKind.SettingsSectors => content.Length == FlashMap.Settings.Length ? new BackupPart(kind, content, null, null) : null,
        BackupPartKind.PackageConfiguration => content.Length is > SerialisedConfiguration.SignatureLength
            and <= SerialisedConfiguration.MaxLength ? new BackupPart(kind, content, null, null) : null,
        BackupPartKind.PackageLayout => content.Span.StartsWith("<"u8) ? new BackupPart(kind, content, null, null) : null,
        _ when content.Length is > SerialisedConfiguration.SignatureLength and <= SerialisedConfiguration.MaxLength =>
            Of(kind, SerialisedConfiguration.From(ConfigurationOf(kind), content.Span, isSigned)),
        _ => null,
    };

    internal static ConfigurationKind ConfigurationOf(BackupPartKind kind) =>
        kind == BackupPartKind.AppConfiguration ? ConfigurationKind.App : ConfigurationKind.Motor;

    internal static BackupPart Of(BackupPartKind kind, SerialisedConfiguration configuration) =>
        new(kind, configuration.Bytes, configuration, null);

    private static BackupPart? Of(BackupPartKind kind, StoredCode? code) =>
        code is null ? null : new BackupPart(kind, code.Bytes, null, code);
}
