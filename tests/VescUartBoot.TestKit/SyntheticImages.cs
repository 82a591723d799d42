using System.Buffers.Binary;

namespace VescUartBoot.TestKit;

/// <summary>Synthetic images for tests, because real images belong to others.</summary>
internal static class SyntheticImages
{
    public const int SectorLength = 0x20000;
    public const uint Sector = 0x080E0000;

    /// <summary>Creates a bootloader with these vectors, followed by noise determined by the seed.</summary>
    public static byte[] Bootloader(int length = 5280, uint seed = 1, uint stack = 0x20000800, uint reset = Sector + 0x2C1,
        uint other = Sector + 0x2D1)
    {
        byte[] image = Noise(length, seed);
        Vectors(image, stack, reset, other);
        return image;
    }

    /// <summary>Creates an image with these vectors.</summary>
    public static byte[] WithVectors(int length, uint stack, uint reset, uint other)
    {
        byte[] image = Noise(length, 7);
        Vectors(image, stack, reset, other);
        return image;
    }

    /// <summary>Returns a whole sector with these parts one after the other, and 0xFF in the rest.</summary>
    public static byte[] SectorOf(params byte[][] parts)
    {
        byte[] sector = new byte[SectorLength];
        sector.AsSpan().Fill(0xFF);
        int at = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(sector, at);
            at += part.Length;
        }

        return sector;
    }

    /// <summary>Returns random bytes; the last is never 0xFF, so that the length can be detected.</summary>
    public static byte[] Noise(int length, uint seed)
    {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++)
        {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            noise[i] = (byte)(seed >> 11);
        }

        if (length > 0)
        {
            noise[^1] = 0x5A;
        }

        return noise;
    }

    private static void Vectors(byte[] image, uint stack, uint reset, uint other)
    {
        // Firmware also has vectors of the peripherals.
        for (int i = 0; i < (reset is >= 0x0800C000 and < 0x08080000 ? 98 : 16); i++)
        {
            uint word = i switch { 0 => stack, 1 => reset, >= 7 and <= 10 => 0, _ => other };
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4 * i), word);
        }
    }
}
