using System.Security.Cryptography;
using VescUartBoot.Boards;

namespace VescUartBoot.Images;

/// <summary>A bootloader for an STM32F405 motor controller, checked: it stands at 0x080E0000 and nothing in it points elsewhere.</summary>
public sealed class BootloaderImage
{
    private const uint Start = 0x080E0000;

    private BootloaderImage(string name, byte[] content)
    {
        Name = name;
        Content = content;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>The file's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>The bytes of the file.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Reads and checks a raw <c>.bin</c> file.</summary>
    /// <exception cref="ImageRejectedException">It cannot be read, or it is no bootloader for this family.</exception>
    public static BootloaderImage Load(string path)
    {
        try
        {
            // One byte more than any image of this chip can have: enough to say what a larger file is.
            using var file = File.OpenRead(path);
            var content = new byte[Math.Min(file.Length, FlashAddress.Size + 1)];
            file.ReadExactly(content);
            return Parse(Path.GetFileName(path), content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(path) ? "it is a folder"
                : e is UnauthorizedAccessException ? "no permission to read it"
                : e.Message;
            throw new ImageRejectedException("imageUnreadable", $"{path} cannot be read: {reason}", "give --image a raw .bin file of a bootloader", e);
        }
    }

    /// <summary>Checks the bytes of a raw image.</summary>
    /// <exception cref="ImageRejectedException">They are no bootloader for this family.</exception>
    public static BootloaderImage Parse(string name, byte[] content)
    {
        if (IsBootloader(content))
        {
            return new BootloaderImage(name, content);
        }

        throw new ImageRejectedException(
            "imageNotBootloader",
            $"{name} is {ImageKinds.Describe(content)}",
            "give --image a raw .bin file of a bootloader for an STM32F405 board (at most 128 KB, linked to 0x080E0000)");
    }

    /// <summary>
    /// Whether <paramref name="content"/> can run in the bootloader's sector: size, stack in RAM, reset vector and the other
    /// vectors in the sector.
    /// </summary>
    internal static bool IsBootloader(ReadOnlySpan<byte> content)
    {
        if (content.Length is < VectorTable.Length or > FlashMap.LargeSector)
        {
            return false;
        }

        var vectors = VectorTable.Read(content, Start, FlashMap.LargeSector);
        return vectors.StackFits && vectors.OthersFit && VectorTable.IsCode(vectors.Reset, Start, Blank.LengthWithout(content));
    }
}
