using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Cli.Commands;
using VescUartBoot.Images;

namespace VescUartBoot.Cli;

/// <summary>What stands behind <c>--image</c>: a file, whose bytes are here, or an image of the catalogue or the store. Told before the port is touched.</summary>
/// <param name="Image">The bootloader, if its bytes were read.</param>
/// <param name="Known">The bootloader of the catalogue that was named.</param>
internal sealed record GivenImage(BootloaderImage? Image, CatalogueEntry? Known)
{
    /// <summary>Nothing was given.</summary>
    public static GivenImage None { get; } = new(null, null);

    /// <summary>Takes a path, an id (of the catalogue or <c>own/NAME</c>) or a hash or its beginning; a file that is there comes first.</summary>
    /// <exception cref="ImageRejectedException">It is none of them, or no bootloader for a motor controller.</exception>
    public static GivenImage Parse(string? word)
    {
        if (word is null)
        {
            return None;
        }

        if (File.Exists(word) || Directory.Exists(word))
        {
            var image = BootloaderImage.Load(word);
            SoundImage.Require(image, BootloaderCatalogue.Shipped);
            return new GivenImage(image, null);
        }

        if (FindOwn(word) is { } own)
        {
            return new GivenImage(own, null);
        }

        var entries = ImageCatalogue.Shipped.Select(word);
        return entries switch
        {
            [] => throw new ImageRejectedException("imageUnreadable", $"{word} cannot be read: there is no such file, and no image of the catalogue or the store has that id or hash", "give --image a file, an id or a hash; vescboot bundle list bootloaders shows them"),
            [{ Kind: ImageKind.Firmware } firmware, ..] => throw NoBootloader($"{firmware.Id} is a firmware, not a bootloader"),
            [{ Family: not BoardFamily.Vesc } other] => throw NoBootloader($"{other.Id} is a bootloader of another family ({BootloaderCatalogue.FamilyName(other.Family)}), which would not run here"),
            [{ Id: DemoImage.Id }] => new GivenImage(DemoImage.Load(), null),
            [var one] => new GivenImage(null, one),
            _ => throw new ImageRejectedException("imageUnknown", $"{word} names {entries.Count} images: {string.Join(", ", entries.Select(e => e.Id))}", "name one of them"),
        };
    }

    private static BootloaderImage? FindOwn(string word)
    {
        var store = BundleCommand.Store();
        bool named = word.StartsWith(OwnName.Prefix, StringComparison.OrdinalIgnoreCase);
        if (!named && !ImageCatalogue.LooksLikeHash(word))
        {
            return null;
        }

        var own = store.List().Where(i => i.OwnName is { } name && (named ? name.Equals(word[OwnName.Prefix.Length..], StringComparison.OrdinalIgnoreCase) : i.Sha256.StartsWith(word, StringComparison.OrdinalIgnoreCase))).ToList();
        if (own is not [var only])
        {
            return null;
        }

        string id = OwnName.Prefix + only.OwnName;
        var reading = store.Read(only.Sha256);
        return reading.Content is { } content
            ? BootloaderImage.Parse(id, content)
            : throw new ImageRejectedException("imageMissing", $"the stored file of {id} is damaged and was moved to {reading.MovedTo}", "vescboot bundle import FILE --name NAME stores it again");
    }

    private static ImageRejectedException NoBootloader(string message) =>
        new("imageNotBootloader", message, "vescboot bundle list bootloaders shows those that may be installed");
}
