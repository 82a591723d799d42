using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>All known images, bootloaders and firmware, by id, hash and version.</summary>
/// <param name="bootloaders">The known bootloaders.</param>
/// <param name="firmware">The released firmware, loaded at first use because it is large.</param>
internal sealed class ImageCatalog(BootloaderCatalog bootloaders, Func<FirmwareCatalog> firmware)
{
    /// <summary>The word for the images to install of all families.</summary>
    public const string BootloadersWord = "bootloaders";

    /// <summary>The shortest accepted beginning of a hash, in digits.</summary>
    public const int ShortestHash = 8;

    private const int HashLength = 64;

    // The images for simulated boards are not from the archive of the others.
    private static readonly CatalogSource _ownSource = new("vescboot", "MIT");

    private readonly Lazy<IReadOnlyList<CatalogEntry>> _bootloaders =
        new(() => [.. bootloaders.Images.Select(i => EntryOf(i, bootloaders.Source))]);

    /// <summary>The catalogue shipped with this library.</summary>
    public static ImageCatalog Shipped { get; } = new(BootloaderCatalog.Shipped, () => FirmwareCatalog.Shipped);

    /// <summary>The known bootloaders.</summary>
    public IReadOnlyList<CatalogEntry> Bootloaders => _bootloaders.Value;

    /// <summary>The known bootloaders, with the data to recognise them in a sector.</summary>
    public BootloaderCatalog BootloaderImages => bootloaders;

    /// <summary>The released firmware.</summary>
    public FirmwareCatalog Firmware => firmware();

    /// <summary>All images, bootloaders first.</summary>
    public IEnumerable<CatalogEntry> All
    {
        get
        {
            foreach (var bootloader in Bootloaders)
            {
                yield return bootloader;
            }

            foreach (var image in Firmware.Images)
            {
                yield return image;
            }
        }
    }

    /// <summary>The image of a bootloader catalogue.</summary>
    public CatalogEntry EntryOf(CatalogBootloader image) => Bootloaders.First(e => e.Id == image.Id);

    /// <summary>The images with this SHA-256; several hardware folders may hold the same image.</summary>
    public IReadOnlyList<CatalogEntry> FindByHash(string sha256) =>
        Bootloaders.Where(e => e.Sha256 == sha256).ToList() is { Count: > 0 } found
            ? found
            : [.. Firmware.Images.Where(e => e.Sha256 == sha256)];

    /// <summary>
    /// The images that a word names: a whole hash or its first <see cref="ShortestHash"/> digits or more, an id, a version with a
    /// hardware name (<c>7.00/410</c>), a version (all of it), or <see cref="BootloadersWord"/>.
    /// </summary>
    /// <returns>None: the word names nothing.</returns>
    public IReadOnlyList<CatalogEntry> Select(string word)
    {
        if (word == BootloadersWord)
        {
            return [.. Bootloaders.Where(e => e.Current)];
        }

        if (LooksLikeHash(word))
        {
            return [.. All.Where(e => e.Sha256.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        }

        var byId = All.Where(e => string.Equals(e.Id, word, StringComparison.OrdinalIgnoreCase)).Take(1).ToList();
        if (byId.Count > 0)
        {
            return byId;
        }

        string[] parts = word.Split('/', 2);
        return parts.Length == 1 ? [.. Firmware.Images.Where(e => e.Version == word)]
            : Firmware.ChooseFor(parts[0], parts[1]) is { } one ? [one]
            : [];
    }

    /// <summary>Whether a word can only be meant as a hash.</summary>
    public static bool LooksLikeHash(string word) => word.Length is >= ShortestHash and <= HashLength && word.All(char.IsAsciiHexDigit);

    private static CatalogEntry EntryOf(CatalogBootloader image, CatalogSource source) =>
        new(image.Id, ImageKind.Bootloader, BootloaderCatalog.FamilyOf(image.Family), image.Size, image.Sha256)
        {
            Hardware = image.Hardware,
            Current = image.Current,
            Path = image.Path,
            SimulatedOnly = image.SimulatedOnly,
            Origin = source.AddressOf(image.Commit, image.Path),
            Source = image.SimulatedOnly ? _ownSource : source,
        };
}
