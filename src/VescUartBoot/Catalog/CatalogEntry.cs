using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>A known image. The catalogue does not contain the bytes, which are the property of others.</summary>
/// <param name="Id">Stable id: <c>vesc/generic-2022-12-08</c>, <c>7.00/60_MK6</c>, <c>7.00/60_MK6/no_hw_limits</c>.</param>
/// <param name="Kind">Bootloader or firmware.</param>
/// <param name="Family">The board family on which it runs.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, 64 lower-case hexadecimal digits.</param>
internal sealed record CatalogEntry(string Id, ImageKind Kind, BoardFamily Family, int Size, string Sha256)
{
    /// <summary>Hardware names that it is for; <c>*</c> is any of the family. Empty for bootloaders that are kept for
    /// recognition.</summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    /// <summary>The version of a firmware.</summary>
    public string? Version { get; init; }

    /// <summary>The difference from the default image of its hardware, for example <c>no_hw_limits</c>. A variant is chosen only if the
    /// board runs it, or by name.</summary>
    public string? Variant { get; init; }

    /// <summary>The name of the variant, or the word for none.</summary>
    public string VariantWord => Variant ?? FirmwareCatalog.DefaultWord;

    /// <summary>Whether this is the image to install.</summary>
    public bool Current { get; init; }

    /// <summary>Whether only simulated boards accept it.</summary>
    public bool SimulatedOnly { get; init; }

    /// <summary>Its place in the source repository; <see langword="null"/>: it cannot be fetched.</summary>
    public string? Path { get; init; }

    /// <summary>Download address of the bytes.</summary>
    public Uri? Origin { get; init; }

    /// <summary>The repository and the licence.</summary>
    public required CatalogSource Source { get; init; }

    /// <summary>Whether it serves hardware of this name.</summary>
    public bool Serves(string hardware) => Hardware.Contains(hardware, StringComparer.OrdinalIgnoreCase);
}
