using VescUartBoot.Chip;
using VescUartBoot.Images.Compression;

namespace VescUartBoot.Images;

/// <summary>A firmware image as stored in staging for the bootloader: header and stored bytes, within the limits of the
/// bootloader.</summary>
internal sealed class StagedImage
{
    private StagedImage(ReadOnlySpan<byte> stored, bool compressed)
    {
        Header = StagedHeader.Of(stored, compressed);
        byte[] bytes = new byte[StagedHeader.HeaderLength + stored.Length];
        Header.Write(bytes);
        stored.CopyTo(bytes.AsSpan(StagedHeader.HeaderLength));
        Bytes = bytes;
    }

    /// <summary>Length and checksum of the stored bytes, and whether they are compressed.</summary>
    public StagedHeader Header { get; }

    /// <summary>Header and stored bytes, written from the start of staging. 7 to 393214 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Stores the image uncompressed, which every bootloader accepts. At most <see cref="FlashMap.MaxStagedLength"/>
    /// bytes.</summary>
    /// <exception cref="ImageRejectedException">The image is longer.</exception>
    public static StagedImage Plain(ReadOnlySpan<byte> image)
    {
        ThrowIfEmpty(image);
        return image.Length <= FlashMap.MaxStagedLength
            ? new StagedImage(image, compressed: false)
            : throw TooLong($"has {image.Length} bytes, and staging holds {FlashMap.MaxStagedLength}");
    }

    /// <summary>Stores the image compressed, which bootloaders from 2022-01-18 on accept. At most
    /// <see cref="FlashMap.MaxApplicationLength"/> bytes.</summary>
    /// <remarks>The result is unpacked and compared, so the board unpacks exactly the given image.</remarks>
    /// <exception cref="ImageRejectedException">The image is longer, or does not compress enough for staging.</exception>
    public static StagedImage Packed(ReadOnlySpan<byte> image)
    {
        ThrowIfEmpty(image);
        if (image.Length > FlashMap.MaxApplicationLength)
        {
            // The bootloader does not check the length: it would unpack over the bytes that it reads.
            throw TooLong($"has {image.Length} bytes, and an application {FlashMap.MaxApplicationLength} at most");
        }

        return Packed(image, Heatshrink.Pack(image));
    }

    /// <exception cref="ImageRejectedException">The compressed bytes do not fit in staging.</exception>
    /// <exception cref="InvalidOperationException">They do not unpack to the image: a bug of this library.</exception>
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

    // A length of 0 makes a staged image harmless.
    private static void ThrowIfEmpty(ReadOnlySpan<byte> image) => ArgumentOutOfRangeException.ThrowIfZero(image.Length, nameof(image));

    private static ImageRejectedException TooLong(string how) => new("imageTooLong", $"the image {how}");
}
