using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;

namespace VescUartBoot.Station.Recipes;

/// <summary>A firmware that a recipe names.</summary>
/// <param name="Name">Version, id or file name.</param>
/// <param name="Target">What the board shall run.</param>
internal sealed record RecipeFirmware(string Name, FirmwareTarget Target)
{
    /// <summary>Its SHA-256; <see langword="null"/>: a version, which has an image for each hardware.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Its version; <see langword="null"/>: an own build tells none, and <c>latest</c> depends on the board.</summary>
    public FirmwareVersion? Version { get; init; }

    /// <summary>Whether it can be told that a board runs a newer version.</summary>
    public bool IsComparable => Version is not null || Target is FirmwareTarget.Release;

    /// <summary>The image, where the recipe names one and its bytes are here.</summary>
    public FirmwareImage? Image { get; init; }

    /// <summary>Finds a firmware, and refuses one that is not for the hardware of the rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="folder">The folder of the recipe.</param>
    /// <param name="store">Where images are.</param>
    /// <param name="approved">The only images that may be written.</param>
    /// <exception cref="ImageRejectedException">There is none, it is no firmware, for other hardware, or not approved.</exception>
    public static RecipeFirmware Find(BoardRule rule, string folder, ImageStore store, ApprovedImages? approved)
    {
        string file = Path.Combine(folder, rule.Firmware);
        return !File.Exists(file) && IsVersion(rule.Firmware)
            ? OfVersion(rule, approved)
            : OfImage(rule, ImageReference.Find(File.Exists(file) ? file : rule.Firmware, ImageKind.Firmware, ImageCatalog.Shipped, store),
                store, approved);
    }

    private static bool IsVersion(string word) => word == FirmwareResolver.Latest
        || (word.Length > 0 && char.IsAsciiDigit(word[0]) && word.Contains('.', StringComparison.Ordinal)
            && !word.Contains('/', StringComparison.Ordinal) && word.All(c => char.IsAsciiDigit(c) || c == '.'));

    // A pattern may match hardware that nobody sells: of it, one image is enough.
    private static RecipeFirmware OfVersion(BoardRule rule, ApprovedImages? approved)
    {
        var catalogue = new FirmwareResolver(ImageCatalog.Shipped, null) { Observer = new FetchReport(null) };
        foreach (string hardware in rule.Hardware.Where(h => !h.EndsWith('*')))
        {
            var entry = catalogue.Find(rule.Firmware, hardware);
            approved?.Require(entry.Sha256, entry.Id);
        }

        return rule.Firmware == FirmwareResolver.Latest || FirmwareCatalog.Shipped.Versions.ContainsKey(rule.Firmware)
            ? new RecipeFirmware(rule.Firmware, new FirmwareTarget.Release(rule.Firmware)) { Version = VersionOf(rule.Firmware) }
            : throw new ImageRejectedException("imageUnknown", $"the catalogue has no version {rule.Firmware}");
    }

    private static RecipeFirmware OfImage(BoardRule rule, ImageReference named, ImageStore store, ApprovedImages? approved)
    {
        if (named.File is not { } file)
        {
            var entry = named.Entries[0];
            approved?.Require(entry.Sha256, entry.Id);
            RequireHardware(rule, entry.Id, named.Entries.SelectMany(e => e.Hardware));
            return new RecipeFirmware(entry.Id, new FirmwareTarget.Image(named))
            {
                Sha256 = entry.Sha256,
                Image = store.Read(entry.Sha256).Content is { } content ? FirmwareImage.Parse(entry.Id, content) : null,
                Version = VersionOf(entry.Version),
            };
        }

        var recognition = ImageRecognition.Of(ImageInspection.Of(file), ImageCatalog.Shipped);
        var image = FirmwareImage.From(recognition.Image);
        approved?.Require(image.Sha256, image.Name);
        RequireHardware(rule, image.Name, recognition.Facts.Where(f => f.Name == ImageFact.Hardware).Select(f => f.Value));
        return new RecipeFirmware(image.Name, new FirmwareTarget.Image(named))
        {
            Sha256 = image.Sha256,
            Image = image,
            Version = VersionOf(recognition.Version?.Value),
        };
    }

    private static FirmwareVersion? VersionOf(string? text) => FirmwareVersion.TryParse(text, out var version) ? version : null;

    private static void RequireHardware(BoardRule rule, string image, IEnumerable<string> names)
    {
        string[] carried = [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
        if (rule.Hardware.FirstOrDefault(h => !h.EndsWith('*') && !carried.Contains(h, StringComparer.OrdinalIgnoreCase)) is { } other)
        {
            throw new ImageRejectedException("imageHardware", carried.Length == 0
                ? $"nothing in {image} names its hardware, and the rule is for {other}"
                : $"{image} is for {string.Join(", ", carried)}, and the rule is for {other}");
        }
    }
}
