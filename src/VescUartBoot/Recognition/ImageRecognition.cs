using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>All that is known of a file: its kind, its catalogue entries, and facts with their confidence.</summary>
/// <param name="Image">The inspected file; for a known image exactly the bytes of the catalogue.</param>
/// <param name="Entries">The catalogue images with its hash; several if folders hold the same image. Empty if it is in no
/// catalogue.</param>
/// <param name="Facts">The known facts, most certain first.</param>
/// <param name="Certainty">Confidence in kind and family: a hash proves them, vectors do not.</param>
internal sealed record ImageRecognition(ImageInspection Image, IReadOnlyList<CatalogEntry> Entries, IReadOnlyList<ImageFact> Facts,
    Confidence Certainty)
{
    /// <summary>
    /// For a firmware in no catalogue, the released image with the same version and hardware name. The bytes differ: it is a custom build,
    /// or a
    /// damaged copy.
    /// </summary>
    public CatalogEntry? CallsItself { get; private init; }

    /// <summary>Looks a file up in the catalogue.</summary>
    public static ImageRecognition Of(ImageInspection image, ImageCatalog catalogue)
    {
        image = ImageNormalizer.Of(image, catalogue);
        var entries = image.Sha256 is { } hash && image.Kind != ImageKind.Neither ? catalogue.FindByHash(hash) : [];
        ImageFact[] facts = [.. FactsOf(image, entries, catalogue).DistinctBy(f => (f.Name, f.Value, f.Certainty))];
        return new ImageRecognition(image, entries, facts,
            entries.Count > 0 || image.Kind == ImageKind.Neither ? Confidence.Certain : Confidence.Likely)
        {
            CallsItself = entries.Count == 0 && image.Hardware is { } hardware
                && Array.Find(facts, f => f.Name == ImageFact.Version) is { } version
                ? catalogue.Firmware.ChooseFor(version.Value, hardware)
                : null,
        };
    }

    /// <summary>The evidence that the image is for hardware of this name, most certain first: its catalogue folder, or the name in its
    /// bytes.</summary>
    /// <returns><see langword="null"/> without evidence: the image must not be written there.</returns>
    public ImageFact? TieTo(string hardware) =>
        Facts.FirstOrDefault(f => f.Name == ImageFact.Hardware && string.Equals(f.Value, hardware, StringComparison.OrdinalIgnoreCase));

    /// <summary>The version of a firmware: from its hash, or the source revision in it (6.00 and later). Older custom builds have
    /// none.</summary>
    public ImageFact? Version => Facts.FirstOrDefault(f => f.Name == ImageFact.Version);

    private static IEnumerable<ImageFact> FactsOf(ImageInspection image, IReadOnlyList<CatalogEntry> entries, ImageCatalog catalogue)
    {
        foreach (var entry in entries)
        {
            string evidence = $"its SHA-256 is that of {entry.Id}";
            if (entry.Version is { } version)
            {
                yield return new ImageFact(ImageFact.Version, version, Confidence.Certain, evidence);
            }

            foreach (string hardware in entry.Hardware)
            {
                yield return new ImageFact(ImageFact.Hardware, hardware, Confidence.Certain, evidence);
            }
        }

        foreach (var fact in image.Facts)
        {
            yield return fact;
            if (fact.Name == ImageFact.Revision && entries.Count == 0 && catalogue.Firmware.VersionOf(fact.Value) is { } version)
            {
                yield return new ImageFact(ImageFact.Version, version, Confidence.Likely,
                    $"the released images of {version} carry the same revision");
            }
        }
    }
}
