using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>What is known of a file: what it is, which catalogue images it is, and what is sure of it.</summary>
/// <param name="Image">What it is by its bytes: of a known image exactly those that the catalogue knows.</param>
/// <param name="Entries">The catalogue images with its hash; more than one where folders hold the same image. Empty: it is in no
/// catalogue.</param>
/// <param name="Facts">What is known of it, the surest first.</param>
/// <param name="Certainty">How sure the kind and the family are: a hash cannot lie, vectors can.</param>
internal sealed record ImageRecognition(ImageInspection Image, IReadOnlyList<CatalogEntry> Entries, IReadOnlyList<ImageFact> Facts,
    Confidence Certainty)
{
    /// <summary>
    /// The released image that a firmware in no catalogue says it is, by the version and the hardware name in it. Its bytes
    /// differ from that one's: it is a build of somebody's own, or a damaged copy.
    /// </summary>
    public CatalogEntry? CallsItself { get; private init; }

    /// <summary>Looks a file up.</summary>
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

    /// <summary>What ties the image to hardware of this name, the surest first: the folder of the catalogue that holds it, or the name in
    /// its bytes.</summary>
    /// <returns><see langword="null"/>: nothing does, and it must not be written there.</returns>
    public ImageFact? TieTo(string hardware) =>
        Facts.FirstOrDefault(f => f.Name == ImageFact.Hardware && string.Equals(f.Value, hardware, StringComparison.OrdinalIgnoreCase));

    /// <summary>What tells the version of a firmware: its hash, or the source revision in it (6.00 and later). Older ones of others tell
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
