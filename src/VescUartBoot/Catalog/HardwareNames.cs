using System.Text.Json;

namespace VescUartBoot.Catalog;

/// <summary>Hardware names from the public history, as the file <c>hardware-names.json</c> holds it: hints for a person, never a
/// match.</summary>
/// <param name="About">For the reader of the file.</param>
/// <param name="Shared">Names under which several makers sell boards.</param>
/// <param name="Ended">Names that ended in one version while similar ones go on in the next.</param>
internal sealed record HardwareNames(string? About, IReadOnlyList<string> Shared, IReadOnlyList<RetiredHardwareName> Ended)
{
    private static readonly Lazy<HardwareNames> _shipped = new(Load);

    /// <summary>The file that comes with this library. It is read when it is first asked for.</summary>
    public static HardwareNames Shipped => _shipped.Value;

    /// <summary>Whether boards of several makers call themselves so.</summary>
    public bool IsShared(string hardware) => Shared.Contains(hardware, StringComparer.OrdinalIgnoreCase);

    /// <summary>Which other name may be meant by one that has no image, with where that is known from.</summary>
    /// <returns><see langword="null"/>: nothing is known.</returns>
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
        using var json = typeof(HardwareNames).Assembly.GetManifestResourceStream("hardware-names.json")!;
        return JsonSerializer.Deserialize(json, CatalogJson.Default.HardwareNames)!;
    }
}
