using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>One change that was begun, recorded before its first command is sent.</summary>
internal sealed record InterruptedChange
{
    /// <summary>Kind of the change.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Name of the image, sector or part of the settings that changes, or UUID of the board that is followed.</summary>
    public required string What { get; init; }

    /// <summary>Name of the job that began it, for example <c>install</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Id of the process that began it.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Time at which it began, in UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>SHA-256 of the image, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The new content of the bootloader sector from its start, at most 131072 bytes. A later run uses it to distinguish an
    /// incomplete write of ours from other content.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The content of the bootloader sector before the erase, without the blank end. A later run uses it to recognise the rest
    /// after an interrupted erase.</summary>
    public byte[]? Before { get; init; }

    /// <summary>Whether <see cref="Before"/> was only the incomplete work of earlier runs, and so was not saved.</summary>
    public bool BeforeIsOurs { get; init; }

    /// <summary>Path of the last saved content that was not our own.</summary>
    public string? SavedIn { get; init; }

    /// <summary>Firmware of the board before the job, or its CAN baud rate.</summary>
    public string? From { get; init; }

    /// <summary>Firmware to install, or CAN baud rate of the board that is followed.</summary>
    public string? To { get; init; }

    /// <summary>Folder with the saved settings and scripts of the board.</summary>
    public string? KeptIn { get; init; }

    /// <summary>The board's hardware, where its flash may not tell it any more.</summary>
    public string? Hardware { get; init; }

    /// <summary>Whether the board has jumped to its bootloader.</summary>
    public bool Started { get; init; }

    /// <summary>Whether <paramref name="other"/> is about the same subject, so that one record of the two suffices.</summary>
    public bool IsAbout(InterruptedChange other) =>
        Kind == other.Kind && (Kind is not (ChangeKind.Settings or ChangeKind.Script) || What == other.What);
}
