using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Journal;

/// <summary>What a job changes on a board.</summary>
public enum ChangeKind
{
    /// <summary>8 zero bytes in the empty QML sector, which open flash for reading.</summary>
    ReadPath,

    /// <summary>The bootloader sector: erased, if it must be, and written.</summary>
    Bootloader,

    /// <summary>A firmware: staged, and started by a jump through the bootloader.</summary>
    Firmware,

    /// <summary>A restart through the bootloader sector, to see whether a bootloader is there.</summary>
    Jump,

    /// <summary>A configuration of a motor or of the app.</summary>
    Settings,

    /// <summary>Stored QML or Lisp code.</summary>
    Script,

    /// <summary>No change: settings and scripts that were saved for a job, and are not known to be on the board again.</summary>
    Backup,
}

/// <summary>One change that was begun. It is written down before the first command of it is sent.</summary>
public sealed record InterruptedChange
{
    /// <summary>What is changed.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Its name: of an image, a sector, a part of the settings.</summary>
    public required string What { get; init; }

    /// <summary>The command that began it, such as <c>install</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The process that began it.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>SHA-256 of the image, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the bootloader sector shall hold from its start on, at most 131072 bytes: with it a later run can tell our own half from anything else.</summary>
    public byte[]? Content { get; init; }

    /// <summary>What the bootloader sector held when it was to be erased, without the blank end: with it a later run can tell what an erase that was cut off has left.</summary>
    public byte[]? Before { get; init; }

    /// <summary><see cref="Before"/> was nothing but what earlier runs had left half done, so it was not saved.</summary>
    public bool BeforeIsOurs { get; init; }

    /// <summary>Where the last content that was not of our own making is saved.</summary>
    public string? SavedIn { get; init; }

    /// <summary>The firmware that the board ran before.</summary>
    public string? From { get; init; }

    /// <summary>The firmware that it is brought to.</summary>
    public string? To { get; init; }

    /// <summary>The folder that settings and scripts of the board are kept in.</summary>
    public string? KeptIn { get; init; }

    /// <summary>The board was sent into its bootloader.</summary>
    public bool Started { get; init; }

    /// <summary>Whether <paramref name="other"/> is about the same thing, so that one of the two is enough.</summary>
    public bool IsAbout(InterruptedChange other) =>
        Kind == other.Kind && (Kind is not (ChangeKind.Settings or ChangeKind.Script) || What == other.What);
}

/// <summary>A bootloader that this tool has written whole, every chunk acknowledged, on firmware that cannot read it back.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Since">When it was written, in UTC.</param>
/// <param name="Ran">Whether a restart through the sector has shown since that a bootloader runs there; <see langword="false"/>: it has shown that none does; <see langword="null"/>: none was tried.</param>
public sealed record PlacedBootloader(string Image, string Sha256, DateTimeOffset Since, bool? Ran = null);

/// <summary>What is begun on one board and not known to be over.</summary>
/// <param name="Changes">In the order in which they were begun.</param>
public sealed record InterruptedJob(IReadOnlyList<InterruptedChange> Changes)
{
    /// <summary>The bootloader that was written where none can be read back; <see langword="null"/>: none is remembered.</summary>
    public PlacedBootloader? Placed { get; init; }

    /// <summary>Nothing.</summary>
    public static InterruptedJob None { get; } = new([]);
}

/// <summary>The shape of a journal file.</summary>
internal sealed record JournalPage
{
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    public required string Uuid { get; init; }

    public required IReadOnlyList<InterruptedChange> Changes { get; init; }

    public PlacedBootloader? Placed { get; init; }
}

/// <summary>Kinds by their names in camel case, and no numbers.</summary>
internal sealed class ChangeKindConverter() : JsonStringEnumConverter<ChangeKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(ChangeKindConverter)],
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalPage))]
internal sealed partial class JournalJson : JsonSerializerContext;
