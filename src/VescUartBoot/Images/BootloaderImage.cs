using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>A validated bootloader for an STM32F405 motor controller: it is linked to 0x080E0000, and its vectors stay inside it.</summary>
public sealed class BootloaderImage
{
    private BootloaderImage(string name, ReadOnlyMemory<byte> content, string sha256, IReadOnlyList<Range> gaps, string? path) =>
        (Name, Content, Sha256, Gaps, Reference) = (name, content, sha256, gaps, path is null ? name : Path.GetFullPath(path));

    /// <summary>File name without the folder.</summary>
    public string Name { get; }

    /// <summary>What a later command finds the image by: the path of its file, or the name of one from a catalogue.</summary>
    internal string Reference { get; }

    /// <summary>The bytes as programmed to flash.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Ranges of <see cref="Content"/> that the file does not define.</summary>
    public IReadOnlyList<Range> Gaps { get; }

    /// <summary>Reads and validates a file: raw, staged, Intel HEX or ELF.</summary>
    /// <exception cref="ImageRejectedException">The file cannot be read, or is not a bootloader for this family.</exception>
    public static BootloaderImage Load(string path) => From(ImageInspection.Of(ImageFile.Read(path)), path);

    /// <summary>Validates the bytes of a file.</summary>
    /// <exception cref="ImageRejectedException">The bytes are not a bootloader for this family.</exception>
    public static BootloaderImage Parse(string name, byte[] content) => From(ImageInspection.Of(ImageFile.Parse(name, content)));

    /// <summary>Creates the image from an inspected file.</summary>
    /// <exception cref="ImageRejectedException">The file is not a bootloader for this family.</exception>
    internal static BootloaderImage From(ImageInspection image, string? path = null)
    {
        if (image is { Kind: ImageKind.Bootloader, Family: BoardFamily.Vesc, IsSound: true })
        {
            return new BootloaderImage(image.File.Name, image.File.Content, image.Sha256!, image.File.Gaps, path);
        }

        string suffix = image switch
        {
            { IsSound: false } => "",
            { Kind: ImageKind.Bootloader } => ", which would not run here",
            _ => $"{(image.Hardware is { } hardware ? $" on {hardware}" : "")}, not a bootloader",
        };
        throw new ImageRejectedException("imageNotBootloader", $"{image.File.Name} is {image.Description}{suffix}");
    }

    /// <summary>Whether a sector begins with the image; bytes that its file does not define may be 0x00 or 0xFF there.</summary>
    internal bool IsAtStartOf(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < Content.Length)
        {
            return false;
        }

        int at = 0;
        foreach (var gap in Gaps)
        {
            var (start, end) = (gap.Start.Value, gap.End.Value);
            if (!sector[at..start].SequenceEqual(Content.Span[at..start]) || sector[start..end].ContainsAnyExcept((byte)0x00, (byte)0xFF))
            {
                return false;
            }

            at = end;
        }

        return sector[at..Content.Length].SequenceEqual(Content.Span[at..]);
    }
}
