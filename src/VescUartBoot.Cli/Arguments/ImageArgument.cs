using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Commands;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Cli.Arguments;

/// <summary>The bootloader named by <c>--image</c>, resolved before the port is opened.</summary>
/// <param name="Image">The bootloader, if its bytes were read.</param>
/// <param name="Known">The named bootloader of the catalogue.</param>
internal sealed record ImageArgument(BootloaderImage? Image, CatalogEntry? Known)
{
    /// <summary>Nothing was given.</summary>
    public static ImageArgument None { get; } = new(null, null);

    /// <summary>Resolves a path, an id (of the catalogue or <c>own/NAME</c>), a hash or its beginning; an existing file has
    /// priority.</summary>
    /// <exception cref="ImageRejectedException">The value is none of these, or not a bootloader for a motor controller.</exception>
    public static ImageArgument Parse(string? word)
    {
        if (word is null)
        {
            return None;
        }

        var named = ImageReference.Find(word, ImageKind.Bootloader, ImageCatalog.Shipped, BundleCommand.Store());
        if (named.File is { } file)
        {
            var recognition = ImageRecognition.Of(ImageInspection.Of(file), ImageCatalog.Shipped);
            return recognition.Image.IsDamaged
                ? throw new ImageRejectedException("imageDamaged", $"{file.Name} is {recognition.Image.Description}")
                : new ImageArgument(BootloaderImage.From(recognition.Image, word), null);
        }

        return named.Entries[0] switch
        {
            { Family: not BoardFamily.Vesc } other => throw new ImageRejectedException(
                "imageNotBootloader",
                $"{other.Id} is a bootloader of another family ({BootloaderCatalog.FamilyName(other.Family)}), which would not run here")
            {
                Id = other.Id,
            },
            { Id: DemoImage.Id } => new ImageArgument(DemoImage.Load(), null),
            var one => new ImageArgument(null, one),
        };
    }
}
