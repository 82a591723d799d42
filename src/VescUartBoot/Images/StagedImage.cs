using VescUartBoot.Chip;
using VescUartBoot.Images.Compression;

namespace VescUartBoot.Images;

/// <summary>A firmware image as it waits in staging for the bootloader: header and stored bytes, and not more than the bootloader
/// takes.</summary>
internal sealed class StagedImage
{
    private StagedImage(ReadOnlySpan<byte> stored, bool compressed)
    {
        Header = StagedHeader.Of(stored, compressed);
        var bytes = new byte[StagedHeader.HeaderLength + stored.Length];
        Header.Write(bytes);
        stored.CopyTo(bytes.AsSpan(StagedHeader.HeaderLength));
        Bytes = bytes;
    }

    /// <summary>Length and checksum of the stored bytes, and whether they are packed.</summary>
    public StagedHeader Header { get; }

    /// <summary>Header and stored bytes: all that is written from the start of staging on. 7..393214 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Stores the image as it is, which any bootloader takes. At most <see cref="FlashMap.MaxStagedLength"/> bytes.</summary>
    /// <exception cref="ImageRejectedException">It is longer.</exception>
    public static StagedImage Plain(ReadOnlySpan<byte> image)
    {
        ThrowIfEmpty(image);
        return image.Length <= FlashMap.MaxStagedLength
            ? new StagedImage(image, compressed: false)
            : throw TooLong($"has {image.Length} bytes, and staging holds {FlashMap.MaxStagedLength}");
    }

    /// <summary>Stores the image packed, which bootloaders from 2022-01-18 on take. At most <see cref="FlashMap.MaxApplicationLength"/>
    /// bytes.</summary>
    /// <remarks>It was unpacked again and compared: what the board unpacks is what was given.</remarks>
    /// <exception cref="ImageRejectedException">It is longer, or does not pack well enough for staging.</exception>
    public static StagedImage Packed(ReadOnlySpan<byte> image)
    {
        ThrowIfEmpty(image);
        if (image.Length > FlashMap.MaxApplicationLength)
        {
            // The bootloader checks nothing: it would unpack over the very bytes that it reads.
            throw TooLong($"has {image.Length} bytes, and an application {FlashMap.MaxApplicationLength} at most");
        }

        return Packed(image, Heatshrink.Pack(image));
    }

    /// <exception cref="ImageRejectedException">The packed bytes are more than staging holds.</exception>
    /// <exception cref="InvalidOperationException">They do not unpack to the image: a fault of our own.</exception>
    internal static StagedImage Packed(ReadOnlySpan<byte> image, ReadOnlySpan<byte> packed)
    {
        if (Heatshrink.Unpack(packed, image.Length) is not { } unpacked || !image.SequenceEqual(unpacked))
        {
            throw new InvalidOperationException("the packed image does not unpack to what was packed");
        }

        return packed.Length <= FlashMap.MaxStagedLength
            ? new StagedImage(packed, compressed: true)
            : throw TooLong($"still has {packed.Length} bytes when packed, and staging holds {FlashMap.MaxStagedLength}");
    }

    // Length 0 is what makes a staged image harmless.
    private static void ThrowIfEmpty(ReadOnlySpan<byte> image) => ArgumentOutOfRangeException.ThrowIfZero(image.Length, nameof(image));

    private static ImageRejectedException TooLong(string how) => new("imageTooLong", $"the image {how}");
}
