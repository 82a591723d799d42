using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Recognition;

/// <summary>Distinguishes a damaged copy of a known image from other content: without the image, by the checksums of its 64-byte
/// blocks.</summary>
/// <remarks>
/// A few changed bits are found exactly: the CRC of a block narrows down the bits that may have changed, and the SHA-256 of the whole image
/// proves which ones did.
/// </remarks>
internal static class SectorDamage
{
    private const int Block = 64;
    private const int BlockBits = 8 * Block;

    // An unrelated build shares its vectors and some empty blocks, but not half of its code.
    private const int SharePerCent = 50;
    private const int MinIntactBlocks = 2;
    private const int MaxRepairs = 4096;
    private const int MaxRepairedBlocks = 8;

    public static SectorContent? Judge(ReadOnlySpan<byte> sector, int length, BootloaderCatalog catalogue,
        IReadOnlyList<BootloaderImage> atHand)
    {
        var (best, intact, total) = MostLike(sector, length, catalogue);
        foreach (var image in atHand)
        {
            // Builds of one source for two boards share most of their bytes: the more similar image wins.
            bool another = best is not null && best.Sha256 != image.Sha256 && intact > CountIntactBlocks(sector, image.Content.Span);
            if (!another && CountChangedBits(sector, length, image.Content.Span) is { } bits)
            {
                return Damaged(sector, length, catalogue.Find(image.Sha256), image.Name, image.Content.Length, bits,
                    $"{bits} of its {8 * image.Content.Length} bits differ");
            }
        }

        if (best is null)
        {
            return null;
        }

        int? changed = length < best.Size && total - intact > 2 ? null : FindChangedBits(sector, best);
        string how = changed is { } n
            ? $"{n} of its {8 * best.Size} bits {(n == 1 ? "is" : "are")} changed (with {(n == 1 ? "it" : "them")} put right the SHA-256 "
                + "fits)"
            : $"{total - intact} of its {total} blocks of {Block} bytes differ";
        return Damaged(sector, length, best, best.Id, best.Size, changed, how);
    }

    private static SectorContent Damaged(ReadOnlySpan<byte> sector, int length, CatalogBootloader? image, string name, int size, int? bits,
        string how)
    {
        List<string> evidence = [$"the content is {image?.Id ?? name}, damaged: {how}"];
        if (length < size - 8)
        {
            evidence.Insert(0, $"{image?.Id ?? name} was written there up to byte {length} of {size}, and no further");
        }
        else if (length > size)
        {
            evidence.Add(SectorContent.DataBehind(sector, length, size));
        }

        return new SectorContent(SectorContentKind.Damaged, image, image?.Id ?? name,
            Convert.ToHexStringLower(SHA256.HashData(sector[..length])), bits, evidence);
    }

    // Number of different bits, if at least half of the image bytes are written.
    private static int? CountChangedBits(ReadOnlySpan<byte> sector, int length, ReadOnlySpan<byte> image)
    {
        int bits = 0;
        int same = 0;
        int written = Math.Min(length, image.Length);
        for (int i = 0; i < image.Length; i++)
        {
            int difference = sector[i] ^ image[i];
            bits += BitOperations.PopCount((uint)difference);
            same += difference == 0 && i < written ? 1 : 0;
        }

        return written >= MinIntactBlocks * Block && 100 * same >= SharePerCent * written ? bits : null;
    }

    private static int CountIntactBlocks(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> image)
    {
        int intact = 0;
        for (int at = 0; at < image.Length; at += Block)
        {
            var block = image[at..Math.Min(at + Block, image.Length)];
            intact += sector.Slice(at, block.Length).SequenceEqual(block) ? 1 : 0;
        }

        return intact;
    }

    // Blocks that are still blank in the sector were perhaps never written, so they do not speak against an image.
    private static (CatalogBootloader? Image, int Intact, int Total) MostLike(ReadOnlySpan<byte> sector, int length,
        BootloaderCatalog catalogue)
    {
        (CatalogBootloader? Image, int Intact, int Total) best = default;
        foreach (var image in catalogue.Images.Where(i => i is { Blocks: not null, IsForThisChip: true }))
        {
            var checksums = image.BlockChecksums.Span;
            int total = checksums.Length / 2;
            int written = Math.Min(total, (length + Block - 1) / Block);
            int intact = 0;
            for (int i = 0; i < written; i++)
            {
                intact += ChecksumOf(sector, image, i) == BinaryPrimitives.ReadUInt16BigEndian(checksums[(2 * i)..]) ? 1 : 0;
            }

            if (intact > best.Intact && intact >= MinIntactBlocks && 100 * intact >= SharePerCent * written)
            {
                best = (image, intact, total);
            }
        }

        return best;
    }

    private static ushort ChecksumOf(ReadOnlySpan<byte> sector, CatalogBootloader image, int block) =>
        Crc16.Compute(sector[(block * Block)..Math.Min((block + 1) * Block, image.Size)]);

    private static int? FindChangedBits(ReadOnlySpan<byte> sector, CatalogBootloader image)
    {
        byte[] content = sector[..image.Size].ToArray();
        byte[] expected = Convert.FromHexString(image.Sha256);
        var checksums = image.BlockChecksums.Span;
        var damaged = new List<(int Start, List<int[]> Repairs)>();
        for (int i = 0; i < checksums.Length / 2; i++)
        {
            ushort wanted = BinaryPrimitives.ReadUInt16BigEndian(checksums[(2 * i)..]);
            int difference = ChecksumOf(sector, image, i) ^ wanted;
            if (difference != 0)
            {
                damaged.Add((i * Block, RepairsFor((ushort)difference, Math.Min(Block, image.Size - (i * Block)))));
            }
        }

        if (damaged.Count > MaxRepairedBlocks || damaged.Exists(d => d.Repairs.Count == 0))
        {
            return null;
        }

        int tries = 0;
        return TryRepairs(0, 0);

        int? TryRepairs(int at, int bits)
        {
            if (at == damaged.Count)
            {
                return ++tries <= MaxRepairs && SHA256.HashData(content).AsSpan().SequenceEqual(expected) ? bits : null;
            }

            foreach (int[] repair in damaged[at].Repairs)
            {
                Flip(content, damaged[at].Start, repair);
                int? found = tries < MaxRepairs ? TryRepairs(at + 1, bits + repair.Length) : null;
                Flip(content, damaged[at].Start, repair);
                if (found is not null)
                {
                    return found;
                }
            }

            return null;
        }
    }

    // All sets of one or two bits whose change causes this difference in the checksum of a block: CRCs are linear.
    private static List<int[]> RepairsFor(ushort difference, int blockLength)
    {
        ushort[] effect = new ushort[8 * blockLength];
        byte[] single = new byte[blockLength];
        var bitsWith = new Dictionary<ushort, int>(BlockBits);
        for (int bit = 0; bit < effect.Length; bit++)
        {
            single[bit / 8] = (byte)(1 << (bit % 8));
            effect[bit] = Crc16.Compute(single);
            single[bit / 8] = 0;
            bitsWith[effect[bit]] = bit;
        }

        var repairs = new List<int[]>();
        if (bitsWith.TryGetValue(difference, out int only))
        {
            repairs.Add([only]);
        }

        for (int bit = 0; bit < effect.Length; bit++)
        {
            if (bitsWith.TryGetValue((ushort)(difference ^ effect[bit]), out int other) && other > bit)
            {
                repairs.Add([bit, other]);
            }
        }

        return repairs;
    }

    private static void Flip(byte[] content, int start, int[] bits)
    {
        foreach (int bit in bits)
        {
            content[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
        }
    }
}
