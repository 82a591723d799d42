using System.Text.Json;
using VescUartBoot.IO;

namespace VescUartBoot.Catalog;

/// <summary>Hardware names from the public history, content of the file <c>hardware-names.json</c>: hints for the user, never a
/// match.</summary>
/// <param name="About">Description for the reader of the file.</param>
/// <param name="Shared">Names under which several manufacturers sell boards.</param>
/// <param name="Ended">Names that ended with one version while similar ones continue in the next.</param>
internal sealed record HardwareNames(string? About, IReadOnlyList<string> Shared, IReadOnlyList<RetiredHardwareName> Ended)
{
    private static readonly Lazy<HardwareNames> _shipped = new(Load);

    /// <summary>The file shipped with this library. Loaded at first use.</summary>
    public static HardwareNames Shipped => _shipped.Value;

    /// <summary>Whether boards of several makers call themselves so.</summary>
    public bool IsShared(string hardware) => Shared.Contains(hardware, StringComparer.OrdinalIgnoreCase);

    /// <summary>Suggests another name for one without an image, with the source of the suggestion.</summary>
    /// <returns><see langword="null"/> without a suggestion.</returns>
    public string? HintFor(string hardware, FirmwareCatalog catalogue)
    {
        if (Ended.FirstOrDefault(e => string.Equals(e.Name, hardware, StringComparison.OrdinalIgnoreCase)) is { } ended)
        {
            return $"{string.Join(" or ", ended.Similar)} may be its name now ({ended.Source})";
        }

        string[] alike =
        [
            .. catalogue.Images.SelectMany(i => i.Hardware).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(n => KeyOf(n) == KeyOf(hardware) && !string.Equals(n, hardware, StringComparison.OrdinalIgnoreCase)),
        ];
        return alike.Length == 0 ? null : $"{string.Join(" or ", alike)} is written alike and may be the same";
    }

    private static string KeyOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static HardwareNames Load()
    {
        using var json = ShippedData.Open("hardware-names.json");
        return JsonSerializer.Deserialize(json, CatalogJson.Default.HardwareNames)!;
    }
}
