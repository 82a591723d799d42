using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>A firmware for an STM32F405 motor controller, checked: it fits its place at 0x08000000 and its vectors stay inside
/// it.</summary>
/// <remarks>Nothing in its bytes proves for which hardware it is; <see cref="Hardware"/> is what they say of themselves.</remarks>
public sealed class FirmwareImage
{
    private FirmwareImage(ImageInspection image) => Inspection = image;

    /// <summary>The file's name without its folder, or the image's id.</summary>
    public string Name => Inspection.File.Name;

    /// <summary>The bytes as they stand in flash: no header, not packed.</summary>
    public ReadOnlyMemory<byte> Content => Inspection.File.Content;

    /// <summary>SHA-256 of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Inspection.Sha256!;

    /// <summary>Whether it is exactly as long as every release is; builds of others may be shorter.</summary>
    public bool HasReleaseLength => FlashMap.IsReleaseLength(Content.Length);

    /// <summary>What its bytes say of its hardware and its source, how sure that is, and why.</summary>
    internal IReadOnlyList<ImageFact> Facts => Inspection.Facts;

    /// <summary>The hardware name in it, as a board that runs it tells; <see langword="null"/>: none was found.</summary>
    public string? Hardware => Inspection.Hardware;

    /// <summary>The look at the file that it was taken from.</summary>
    internal ImageInspection Inspection { get; }

    /// <summary>Reads and checks a file: raw, staged, Intel HEX or ELF.</summary>
    /// <exception cref="ImageRejectedException">It cannot be read, or it is no firmware for this family.</exception>
    public static FirmwareImage Load(string path) => From(ImageInspection.Of(ImageFile.Read(path)));

    /// <summary>Checks the bytes of a file.</summary>
    /// <exception cref="ImageRejectedException">They are no firmware for this family.</exception>
    public static FirmwareImage Parse(string name, byte[] content) => From(ImageInspection.Of(ImageFile.Parse(name, content)));

    /// <summary>Takes an image that was looked at.</summary>
    /// <exception cref="ImageRejectedException">It is no firmware for this family.</exception>
    internal static FirmwareImage From(ImageInspection image) =>
        image is { Kind: ImageKind.Firmware, Family: BoardFamily.Vesc, IsSound: true }
            ? new FirmwareImage(image)
            : throw new ImageRejectedException(
                "imageNotFirmware",
                $"{image.File.Name} is "
                    + $"{image.Description}{(image.Kind == ImageKind.Bootloader && image.IsSound ? ", not a firmware" : "")}");
}
