using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.Chip;

namespace VescUartBoot.Backups;

/// <summary>The format of <c>manifest.json</c>. Its content is not trusted until <see cref="BackupFolder.Load"/> has validated
/// it.</summary>
internal sealed record BackupManifest
{
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    public required string Tool { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required ManifestBoard Board { get; init; }

    public bool? Defaults { get; init; }

    public required IReadOnlyList<ManifestFile> Files { get; init; }

    public IReadOnlyList<ManifestFile>? DefaultFiles { get; init; }

    public IReadOnlyList<ManifestGap>? Missing { get; init; }

    /// <summary>File name of each kind. No other file is read or written.</summary>
    public static string FileOf(BackupPartKind kind) => kind switch
    {
        BackupPartKind.MotorConfiguration => "motor.bin",
        BackupPartKind.SecondMotorConfiguration => "motor2.bin",
        BackupPartKind.AppConfiguration => "app.bin",
        BackupPartKind.SettingsSectors => "settings.bin",
        BackupPartKind.Qml => "qml.bin",
        BackupPartKind.Lisp => "lisp.bin",
        BackupPartKind.PackageConfiguration => "package.bin",
        _ => "package.xml",
    };

    /// <summary>The name of the file with the firmware's defaults for a configuration; <see langword="null"/>: the kind has none.</summary>
    public static string? DefaultFileOf(BackupPartKind kind) => kind switch
    {
        BackupPartKind.MotorConfiguration => "motor-defaults.bin",
        BackupPartKind.SecondMotorConfiguration => "motor2-defaults.bin",
        BackupPartKind.AppConfiguration => "app-defaults.bin",
        _ => null,
    };

    public static BackupManifest Of(BoardBackup backup) => new()
    {
        Schema = CurrentSchema,
        Tool = backup.ToolVersion,
        Time = backup.Time,
        Defaults = backup.AreDefaults,
        Board = new ManifestBoard
        {
            Uuid = backup.Board.Uuid?.ToString(),
            Hardware = backup.Board.Hardware,
            Firmware = $"{backup.Board.Firmware.Major}.{backup.Board.Firmware.Minor:D2}",
            TestBuild = backup.Board.Firmware.Test,
        },
        Files =
        [
            .. backup.Parts.Select(p => FileWith(p, FileOf(p.Kind))),
        ],
        DefaultFiles = backup.Defaults.Count == 0 ? null : [.. backup.Defaults.Select(p => FileWith(p, DefaultFileOf(p.Kind)!))],
        Missing = [.. backup.Missing.Select(m => new ManifestGap { Kind = m.Kind, Code = m.Code, Reason = m.Reason })],
    };

    public static string? SignatureOf(BackupPart part) => part.Configuration?.Signature is { } signature ? $"{signature:x8}" : null;

    private static ManifestFile FileWith(BackupPart part, string name) => new()
    {
        Kind = part.Kind,
        File = name,
        Size = part.Content.Length,
        Sha256 = part.Sha256,
        Signature = SignatureOf(part),
    };

    /// <summary>The board; <see langword="null"/> if its fields are not valid.</summary>
    public BackedUpBoard? ReadBoard()
    {
        string[] firmware = (Board.Firmware ?? "").Split('.');
        Uuid? uuid = Uuid.TryParse(Board.Uuid, out var parsed) ? parsed : null;
        return firmware.Length == 2 && byte.TryParse(firmware[0], out byte major) && byte.TryParse(firmware[1], out byte minor)
            && (Board.Uuid is null || uuid is not null)
            ? new BackedUpBoard(uuid, Board.Hardware, new FirmwareVersion(major, minor, Board.TestBuild))
            : null;
    }
}
