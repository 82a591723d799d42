using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.Chip;
using VescUartBoot.IO;

namespace VescUartBoot.Catalog;

/// <summary>The known bootloader images.</summary>
internal sealed record BootloaderCatalog
{
    private const string AnyHardware = "*";

    private static readonly Lazy<BootloaderCatalog> _shipped = new(Load);

    /// <summary>The catalogue shipped with this library.</summary>
    public static BootloaderCatalog Shipped => _shipped.Value;

    /// <summary>Source of the images.</summary>
    public required CatalogSource Source { get; init; }

    /// <summary>The images.</summary>
    public required IReadOnlyList<CatalogBootloader> Images { get; init; }

    /// <summary>Bytes between code that the linker leaves out of all builds for this chip: 00 in a raw file, 0xFF in flash that was written
    /// from a .hex.</summary>
    internal LinkerGap? Padding { get; init; }

    /// <summary>The image with this SHA-256, if it is known.</summary>
    public CatalogBootloader? Find(string sha256) =>
        Images.FirstOrDefault(i => string.Equals(i.Sha256, sha256, StringComparison.OrdinalIgnoreCase));

    /// <summary>The current image for a motor controller: the build that lists its hardware name, else the generic one.</summary>
    public CatalogBootloader ChooseFor(string? hardware)
    {
        var current = Images.Where(i => i is { Current: true, SimulatedOnly: false, IsForThisChip: true }).ToList();
        return current.Find(i => i.Hardware.Contains(hardware ?? "", StringComparer.OrdinalIgnoreCase))
            ?? current.Single(i => i.Hardware.Contains(AnyHardware));
    }

    /// <summary>Fills the padding of a sector in which it is blank, to match the raw files; <see langword="null"/> if it is not
    /// blank.</summary>
    internal byte[]? FillPadding(ReadOnlySpan<byte> sector)
    {
        if (Padding is not { } padding || ErasedFlash.LengthWithout(sector) < padding.Offset + padding.Length
            || !ErasedFlash.Is(sector.Slice(padding.Offset, padding.Length)))
        {
            return null;
        }

        byte[] filled = sector.ToArray();
        filled.AsSpan(padding.Offset, padding.Length).Clear();
        return filled;
    }

    /// <summary>The family that a word of the catalogue means.</summary>
    internal static BoardFamily FamilyOf(string name) =>
        Enum.GetValues<BoardFamily>().FirstOrDefault(f => FamilyName(f) == name, BoardFamily.Unknown);

    /// <summary>The catalogue's word for a family.</summary>
    public static string FamilyName(BoardFamily family) => family switch
    {
        BoardFamily.Vesc => "vesc",
        BoardFamily.Bms => "bms",
        BoardFamily.Module => "module",
        BoardFamily.Express => "express",
        _ => "unknown",
    };

    private static BootloaderCatalog Load()
    {
        using var json = ShippedData.Open("bootloaders.json");
        return JsonSerializer.Deserialize(json, CatalogJson.Default.BootloaderCatalog)!;
    }
}
