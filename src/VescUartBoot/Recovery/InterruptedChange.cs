using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

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

    /// <summary>What the bootloader sector shall hold from its start on, at most 131072 bytes: with it a later run can tell our own half
    /// from anything else.</summary>
    public byte[]? Content { get; init; }

    /// <summary>What the bootloader sector held when it was to be erased, without the blank end: with it a later run can tell what an erase
    /// that was cut off has left.</summary>
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
