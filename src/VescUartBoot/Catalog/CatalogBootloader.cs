using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.Chip;

namespace VescUartBoot.Catalog;

/// <summary>A bootloader image known by its hash. The catalogue does not contain the bytes, which are the property of others.</summary>
internal sealed record CatalogBootloader
{
    private const int BlockLength = 64;
    private const int HashLength = 64;

    /// <summary>Stable id, such as <c>vesc/generic-2022-12-08</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The family that it runs on: <c>vesc</c>, <c>bms</c>, <c>module</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The build: <c>generic</c>, <c>4x</c>, <c>60</c>, …</summary>
    public required string Build { get; init; }

    /// <summary>Length in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether it unpacks compressed images, which firmware 6.00 and later needs.</summary>
    public required bool Compression { get; init; }

    /// <summary>Whether this is the image to install; the others serve to recognise the content of a board.</summary>
    public required bool Current { get; init; }

    /// <summary>For simulated boards only: it is never written to a real one.</summary>
    public bool SimulatedOnly { get; init; }

    /// <summary>Hardware names that this build is for; <c>*</c> is any of the family.</summary>
    /// <remarks>Absent from images that are kept for recognition; the reader of the file then sets it to null.</remarks>
    public IReadOnlyList<string> Hardware { get; init => field = value ?? []; } = [];

    /// <summary>Revision of the source repository that holds the file.</summary>
    public string? Commit { get; init; }

    /// <summary>Path of the file in the source repository.</summary>
    public string? Path { get; init; }

    /// <summary>CRC-16/XMODEM of each 64 bytes in hexadecimal, to distinguish a damaged copy from other content.</summary>
    public string? Blocks { get; init; }

    /// <summary>Whether it runs on an STM32F405 motor controller.</summary>
    [JsonIgnore]
    public bool IsForThisChip => Family == BootloaderCatalog.FamilyName(BoardFamily.Vesc);

    /// <summary>The checksums of <see cref="Blocks"/>; empty if they do not match the image.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> BlockChecksums =>
        Blocks is { } blocks && Size > 0 && Size <= FlashMap.Bootloader.Length
            && blocks.Length == 4 * ((Size + BlockLength - 1) / BlockLength)
        && blocks.All(char.IsAsciiHexDigit) && Sha256.Length == HashLength && Sha256.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(blocks)
            : default;
}
