using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>A validated firmware for an STM32F405 motor controller: it fits the flash at 0x08000000, and its vectors stay inside
/// it.</summary>
/// <remarks>The bytes do not prove the target hardware; <see cref="Hardware"/> is the name found in them.</remarks>
public sealed class FirmwareImage
{
    private readonly Lazy<StagedImage> _packed;

    private FirmwareImage(ImageInspection image) =>
        (Inspection, _packed) = (image, new Lazy<StagedImage>(() => StagedImage.Packed(Content.Span)));

    /// <summary>File name without the folder, or the id of the image.</summary>
    public string Name => Inspection.File.Name;

    /// <summary>The bytes as programmed to flash, without header and uncompressed.</summary>
    public ReadOnlyMemory<byte> Content => Inspection.File.Content;

    /// <summary>SHA-256 of <see cref="Content"/>, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Inspection.Sha256!;

    /// <summary>Whether the image has the length of all releases; other builds may be shorter.</summary>
    public bool HasReleaseLength => FlashMap.IsReleaseLength(Content.Length);

    /// <summary>The image compressed for staging: once, however many boards get it.</summary>
    /// <exception cref="ImageRejectedException">It does not compress enough.</exception>
    internal StagedImage Packed => _packed.Value;

    /// <summary>Facts about hardware and source found in the bytes, each with confidence and evidence.</summary>
    internal IReadOnlyList<ImageFact> Facts => Inspection.Facts;

    /// <summary>The hardware name in the image, as reported by a board that runs it; <see langword="null"/> if none was found.</summary>
    public string? Hardware => Inspection.Hardware;

    /// <summary>The inspected file from which it was created.</summary>
    internal ImageInspection Inspection { get; }

    /// <summary>Reads and validates a file: raw, staged, Intel HEX or ELF.</summary>
    /// <exception cref="ImageRejectedException">The file cannot be read, or is not firmware for this family.</exception>
    public static FirmwareImage Load(string path) => From(ImageInspection.Of(ImageFile.Read(path)));

    /// <summary>Validates the bytes of a file.</summary>
    /// <exception cref="ImageRejectedException">The bytes are not firmware for this family.</exception>
    public static FirmwareImage Parse(string name, byte[] content) => From(ImageInspection.Of(ImageFile.Parse(name, content)));

    /// <summary>Creates the image from an inspected file.</summary>
    /// <exception cref="ImageRejectedException">The file is not firmware for this family.</exception>
    internal static FirmwareImage From(ImageInspection image) =>
        image is { Kind: ImageKind.Firmware, Family: BoardFamily.Vesc, IsSound: true }
            ? new FirmwareImage(image)
            : throw new ImageRejectedException(
                "imageNotFirmware",
                $"{image.File.Name} is "
                    + $"{image.Description}{(image.Kind == ImageKind.Bootloader && image.IsSound ? ", not a firmware" : "")}");
}
