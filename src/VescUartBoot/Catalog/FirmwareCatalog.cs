using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Catalog;

/// <summary>The released firmware images, as the file <c>firmware.json</c> holds them.</summary>
internal sealed record FirmwareCatalog
{
    /// <summary>The word between the hardware names of a folder.</summary>
    public const string Or = "_o_";

    /// <summary>The word for the default image of a hardware name, which is not a variant.</summary>
    public const string DefaultWord = "default";

    private const string Extension = ".bin";
    private const string Prefix = "VESC_";

    private static readonly Lazy<FirmwareCatalog> _shipped = new(Load);

    private readonly Lazy<IReadOnlyList<CatalogEntry>> _images;

    /// <summary>An empty catalogue.</summary>
    public FirmwareCatalog() => _images = new(() => [.. ListImages()]);

    /// <summary>The catalogue shipped with this library. Loaded at first use.</summary>
    public static FirmwareCatalog Shipped => _shipped.Value;

    /// <summary>For the reader of the file.</summary>
    public string? About { get; init; }

    /// <summary>Source of the images.</summary>
    public required CatalogSource Source { get; init; }

    /// <summary>Length in bytes of all images of a version.</summary>
    public required IReadOnlyDictionary<string, int> Sizes { get; init; }

    /// <summary>The source revision that the images of a version carry.</summary>
    public IReadOnlyDictionary<string, string> Revisions { get; init; } = new Dictionary<string, string>();

    /// <summary>The hardware name in the images of a folder (<c>5.03/UBOX_SINGLE</c>), if the folder does not list it.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Data that shows which of the images a board runs.</summary>
    [JsonIgnore]
    internal FirmwareFingerprints Windows { get => field ?? FirmwareFingerprints.Shipped; init; }

    /// <summary>Version, folder, file, SHA-256.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> Versions { get; init; }

    /// <summary>The images.</summary>
    [JsonIgnore]
    public IReadOnlyList<CatalogEntry> Images => _images.Value;

    /// <summary>The newest version.</summary>
    [JsonIgnore]
    public string Newest => Versions.Keys.MaxBy(System.Version.Parse)!;

    /// <summary>The default image of a version for this hardware, never a variant; <see langword="null"/> if the version has
    /// none.</summary>
    /// <remarks>A folder that lists the name takes precedence over one whose images only contain it.</remarks>
    public CatalogEntry? ChooseFor(string version, string hardware)
    {
        var serving = Images.Where(i => i.Version == version && i.Variant is null && i.Serves(hardware)).ToList();
        return serving.Find(i => FolderOf(i).Split(Or).Contains(hardware, StringComparer.OrdinalIgnoreCase)) ?? serving.SingleOrDefault();
    }

    /// <summary>The default image of each version that has one for this hardware, the newest version first.</summary>
    public IReadOnlyList<CatalogEntry> AllFor(string hardware) =>
        [.. Versions.Keys.OrderByDescending(System.Version.Parse).Select(v => ChooseFor(v, hardware)).OfType<CatalogEntry>()];

    /// <summary>The default image of the newest version that has one for this hardware.</summary>
    public CatalogEntry? NewestFor(string hardware) => AllFor(hardware) is [var newest, ..] ? newest : null;

    /// <summary>All images of a version for this hardware: the default one, then its variants.</summary>
    public IReadOnlyList<CatalogEntry> VariantsFor(string version, string hardware) =>
        ChooseFor(version, hardware) is not { } chosen ? []
        : [chosen, .. Images.Where(i => i.Version == version && i.Variant is not null && FolderOf(i) == FolderOf(chosen))];

    /// <summary>The versions that are newer than this one, the newest first.</summary>
    public IReadOnlyList<string> NewerThan(string version) =>
        [.. Versions.Keys.Where(v => System.Version.Parse(v) > System.Version.Parse(version)).OrderByDescending(System.Version.Parse)];

    /// <summary>The version that a word means which is none: <c>5.2</c>, <c>v6.05</c>, <c>7</c>.</summary>
    public static string? NearVersion(string word, IEnumerable<string> versions)
    {
        string[] parts = word.TrimStart('v', 'V').Split('.');
        return parts.Length <= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts.ElementAtOrDefault(1) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? versions.FirstOrDefault(v => v == $"{major}.{minor:D2}")
            : null;
    }

    /// <summary>The version whose images contain this revision.</summary>
    public string? VersionOf(string revision) => Revisions.FirstOrDefault(r => r.Value == revision).Key;

    internal static string FolderOf(CatalogEntry image) => image.Id.Split('/')[1];

    private IEnumerable<CatalogEntry> ListImages()
    {
        foreach (var (version, folders) in Versions)
        {
            foreach (var (folder, files) in folders)
            {
                string[] hardware = [.. folder.Split(Or),
                    .. Names.TryGetValue($"{version}/{folder}", out string? name) ? [name] : Array.Empty<string>()];
                foreach (var (file, sha256) in files)
                {
                    string? variant = VariantOf(file);
                    string path = $"{version}/{folder}/{file}";
                    yield return new CatalogEntry($"{version}/{folder}{(variant is null ? "" : "/" + variant)}", ImageKind.Firmware,
                        BoardFamily.Vesc, Sizes[version], sha256)
                    {
                        Hardware = hardware,
                        Version = version,
                        Variant = variant,
                        Path = path,
                        Origin = Source.AddressOf(Source.Commit, path),
                        Source = Source,
                    };
                }
            }
        }
    }

    // VESC_default.bin is the default image of its hardware; files of other names have relevant differences.
    private static string? VariantOf(string file)
    {
        string name = file.EndsWith(Extension, StringComparison.Ordinal) ? file[..^Extension.Length] : file;
        name = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        return name == DefaultWord ? null : name.StartsWith(DefaultWord + "_", StringComparison.Ordinal)
            ? name[(DefaultWord.Length + 1)..]
            : name;
    }

    private static FirmwareCatalog Load()
    {
        using var json = ShippedData.Open("firmware.json");
        return JsonSerializer.Deserialize(json, CatalogJson.Default.FirmwareCatalog)!;
    }
}
