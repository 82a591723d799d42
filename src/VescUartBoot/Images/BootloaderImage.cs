using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>A bootloader for an STM32F405 motor controller, checked: it stands at 0x080E0000 and nothing in it points elsewhere.</summary>
public sealed class BootloaderImage
{
    private BootloaderImage(string name, ReadOnlyMemory<byte> content, string sha256, IReadOnlyList<Range> gaps) =>
        (Name, Content, Sha256, Gaps) = (name, content, sha256, gaps);

    /// <summary>The file's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>The bytes as they stand in flash.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Parts of <see cref="Content"/> that its file does not name.</summary>
    public IReadOnlyList<Range> Gaps { get; }

    /// <summary>Reads and checks a file: raw, staged, Intel HEX or ELF.</summary>
    /// <exception cref="ImageRejectedException">It cannot be read, or it is no bootloader for this family.</exception>
    public static BootloaderImage Load(string path) => From(ImageInspection.Of(ImageFile.Read(path)));

    /// <summary>Checks the bytes of a file.</summary>
    /// <exception cref="ImageRejectedException">They are no bootloader for this family.</exception>
    public static BootloaderImage Parse(string name, byte[] content) => From(ImageInspection.Of(ImageFile.Parse(name, content)));

    /// <summary>Takes an image that was looked at.</summary>
    /// <exception cref="ImageRejectedException">It is no bootloader for this family.</exception>
    internal static BootloaderImage From(ImageInspection image)
    {
        if (image is { Kind: ImageKind.Bootloader, Family: BoardFamily.Vesc, IsSound: true })
        {
            return new BootloaderImage(image.File.Name, image.File.Content, image.Sha256!, image.File.Gaps);
        }

        string suffix = image switch
        {
            { IsSound: false } => "",
            { Kind: ImageKind.Bootloader } => ", which would not run here",
            _ => $"{(image.Hardware is { } hardware ? $" on {hardware}" : "")}, not a bootloader",
        };
        throw new ImageRejectedException("imageNotBootloader", $"{image.File.Name} is {image.Description}{suffix}");
    }

    /// <summary>Whether a sector begins with it; what its file does not name may be 0x00 or 0xFF there.</summary>
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
