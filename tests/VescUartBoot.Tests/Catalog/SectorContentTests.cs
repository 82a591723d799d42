using System.Buffers.Binary;
using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Recognition;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Catalog;

/// <summary>What a sector holds, judged with a catalogue of made-up images whose checksums are computed here.</summary>
public sealed class SectorContentTests
{
    // As with the real ones: builds of one source share their vectors, and a size that is no multiple of a block.
    private static readonly byte[] _generic = SyntheticImages.Bootloader(5280, seed: 11);
    private static readonly byte[] _old = SyntheticImages.Bootloader(3808, seed: 12);
    private static readonly byte[] _other = SyntheticImages.Bootloader(5384, seed: 13);

    private static readonly BootloaderCatalog _catalogue = new()
    {
        Source = new CatalogSource("https://example.org/images", "CC0"),
        Images = [Entry("test/generic", _generic, compression: true), Entry("test/old", _old, compression: false),
            Entry("test/other", _other, compression: true)],
    };

    [Fact]
    public void A_blank_sector()
    {
        var content = Judge(SyntheticImages.SectorOf());
        Assert.Equal(SectorContentKind.Blank, content.Kind);
        Assert.Equal(["all 131072 bytes of the bootloader sector were read and are 0xFF"], content.Evidence);
        Assert.Null(content.Sha256);
    }

    [Fact]
    public void A_known_image()
    {
        var content = Judge(SyntheticImages.SectorOf(_generic));
        Assert.Equal((SectorContentKind.Known, "test/generic", 5280), (content.Kind, content.ImageName, content.Image!.Size));
        Assert.Equal(Hash(_generic), content.Sha256);
        Assert.Equal(
            [$"the first 5280 bytes are test/generic (SHA-256 {Hash(_generic)[..16]}…); it unpacks compressed images",
                "the 125792 bytes behind it are 0xFF"],
            content.Evidence);
    }

    [Fact]
    public void A_known_image_that_is_too_old_for_compressed_ones() =>
        Assert.EndsWith("it is too old to unpack compressed images", Judge(SyntheticImages.SectorOf(_old)).Evidence[0]);

    [Theory]
    [InlineData(5280)]
    [InlineData(131071)]
    public void Data_behind_a_known_image(int at)
    {
        byte[] sector = SyntheticImages.SectorOf(_generic);
        sector[at] = 0x42;
        var content = Judge(sector);
        Assert.Equal((SectorContentKind.KnownWithDataBehind, "test/generic"), (content.Kind, content.ImageName));
        Assert.Contains($"from 0x{0x080E0000 + at:X8} to 0x{0x080E0000 + at:X8}, something else is stored", content.Evidence[1]);
    }

    [Fact]
    public void An_image_that_ends_in_blank_bytes_is_known_all_the_same()
    {
        byte[] image = SyntheticImages.Bootloader(1024, seed: 14);
        image.AsSpan(1000).Fill(0xFF);
        var catalogue = _catalogue with { Images = [Entry("test/blank-end", image, compression: true)] };
        Assert.Equal(SectorContentKind.Known, SectorContent.Judge(SyntheticImages.SectorOf(image), catalogue).Kind);
    }

    [Fact]
    public void Every_single_flipped_bit_is_found()
    {
        byte[] sector = SyntheticImages.SectorOf(_old);

        // 37 has no divisor in common with blocks and words, so all kinds of places come up.
        for (int bit = 0; bit < 8 * _old.Length; bit += 37)
        {
            Flip(sector, bit);
            var content = Judge(sector);
            Assert.True(
                content is { Kind: SectorContentKind.Damaged, ImageName: "test/old", ChangedBits: 1 },
                $"bit {bit}: {content.Kind}, {content.ImageName}, {content.ChangedBits} bits");
            Assert.Equal(
                [$"the content is test/old, damaged: 1 of its {8 * _old.Length} bits is changed (with it put right the SHA-256 fits)"],
                content.Evidence);
            Flip(sector, bit);
        }
    }

    [Theory]
    [InlineData(100, 101)] // one block
    [InlineData(100, 611)] // its ends
    [InlineData(0, 42239)] // first and last bit of all
    [InlineData(8 * 64, (8 * 64) - 1)] // on both sides of a border
    public void Two_flipped_bits_are_found(int first, int second)
    {
        byte[] sector = SyntheticImages.SectorOf(_generic);
        Flip(sector, first);
        Flip(sector, second);
        var content = Judge(sector);
        Assert.Equal((SectorContentKind.Damaged, "test/generic", 2), (content.Kind, content.ImageName, content.ChangedBits));
        Assert.Contains("2 of its 42240 bits are changed (with them put right the SHA-256 fits)", content.Evidence[0]);
    }

    [Fact]
    public void Many_changes_in_one_block_are_damage_that_is_not_counted()
    {
        byte[] sector = SyntheticImages.SectorOf(_generic);
        sector.AsSpan(640, 20).Clear();
        var content = Judge(sector);
        Assert.Equal((SectorContentKind.Damaged, "test/generic", null), (content.Kind, content.ImageName, content.ChangedBits));
        Assert.Contains("1 of its 83 blocks of 64 bytes differ", content.Evidence[0]);
    }

    [Theory]
    [InlineData(384)]
    [InlineData(1000)]
    [InlineData(2688)]
    [InlineData(4992)]
    public void A_write_that_was_interrupted_is_called_so(int written)
    {
        byte[] half = _generic[..written];
        var content = Judge(SyntheticImages.SectorOf(half));
        Assert.Equal((SectorContentKind.Damaged, "test/generic"), (content.Kind, content.ImageName));
        int length = Array.FindLastIndex(half, b => b != 0xFF) + 1;
        Assert.EndsWith($"was written there up to byte {length} of 5280, and no further", content.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_bootloader_is_unrecognised()
    {
        byte[] stranger = SyntheticImages.Bootloader(5000, seed: 99);
        var content = Judge(SyntheticImages.SectorOf(stranger));
        Assert.Equal((SectorContentKind.Unrecognised, null, null), (content.Kind, content.Image, content.ImageName));
        Assert.Equal(Hash(stranger), content.Sha256);
        Assert.Equal(2, content.Evidence.Count);
        Assert.StartsWith("5000 bytes up to 0x080E1387 are not blank", content.Evidence[0]);
    }

    [Fact]
    public void A_stranger_with_some_blocks_in_common_is_not_called_damaged()
    {
        byte[] stranger = SyntheticImages.Bootloader(5280, seed: 98);
        _generic.AsSpan(0, 20 * 64).CopyTo(stranger);
        Assert.Equal(SectorContentKind.Unrecognised, Judge(SyntheticImages.SectorOf(stranger)).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(5280)]
    [InlineData(131072)]
    public void Garbage_is_no_bootloader(int length)
    {
        var content = Judge(SyntheticImages.SectorOf(SyntheticImages.Noise(length, 21)));
        Assert.Equal(SectorContentKind.NoBootloader, content.Kind);
        Assert.Contains($"{length} bytes up to 0x{0x080E0000 + length - 1:X8} are not blank", content.Evidence[0]);
    }

    [Fact]
    public void A_sector_of_zeros_is_no_bootloader() =>
        Assert.Equal(SectorContentKind.NoBootloader, Judge(new byte[SyntheticImages.SectorLength]).Kind);

    [Fact]
    public void Package_data_alone_is_no_bootloader()
    {
        byte[] sector = SyntheticImages.SectorOf();
        SyntheticImages.Noise(500, 5).CopyTo(sector, 0x10000);
        Assert.Equal(SectorContentKind.NoBootloader, Judge(sector).Kind);
    }

    [Fact]
    public void An_image_at_hand_is_known_without_the_catalogue()
    {
        var image = BootloaderImage.Parse("mine.bin", SyntheticImages.Bootloader(4000, seed: 50));
        var content = Judge(SyntheticImages.SectorOf(image.Content.ToArray()), image);
        Assert.Equal((SectorContentKind.Known, null, "mine.bin"), (content.Kind, content.Image, content.ImageName));
        Assert.Equal(image.Sha256, content.Sha256);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public void Damage_to_an_image_at_hand_is_counted_bit_by_bit(int bits)
    {
        var image = BootloaderImage.Parse("mine.bin", SyntheticImages.Bootloader(4000, seed: 50));
        byte[] sector = SyntheticImages.SectorOf(image.Content.ToArray());
        for (int i = 0; i < bits; i++)
        {
            Flip(sector, 600 + (37 * i));
        }

        var content = Judge(sector, image);
        Assert.Equal((SectorContentKind.Damaged, "mine.bin", bits), (content.Kind, content.ImageName, content.ChangedBits));
    }

    [Fact]
    public void An_image_at_hand_that_is_in_the_catalogue_keeps_its_name_there() =>
        Assert.Equal("test/generic", Judge(SyntheticImages.SectorOf(_generic), BootloaderImage.Parse("copy.bin", _generic)).ImageName);

    [Fact]
    public void An_image_at_hand_that_has_nothing_to_do_with_the_sector_changes_nothing()
    {
        var image = BootloaderImage.Parse("mine.bin", SyntheticImages.Bootloader(4000, seed: 50));
        Assert.Equal("test/generic", Judge(SyntheticImages.SectorOf(_generic), image).ImageName);
        Assert.Equal(SectorContentKind.Blank, Judge(SyntheticImages.SectorOf(), image).Kind);
        Assert.Equal(SectorContentKind.NoBootloader, Judge(SyntheticImages.SectorOf(SyntheticImages.Noise(4000, 3)), image).Kind);
    }

    [Fact]
    public void Damage_to_one_image_is_not_laid_at_the_door_of_another_at_hand()
    {
        var image = BootloaderImage.Parse("mine.bin", SyntheticImages.Bootloader(4000, seed: 50));
        byte[] sector = SyntheticImages.SectorOf(_generic);
        Flip(sector, 9999);
        Assert.Equal("test/generic", Judge(sector, image).ImageName);
    }

    [Fact]
    public void Damage_is_laid_to_the_most_similar_image_even_if_another_is_at_hand()
    {
        // Builds of one source for two boards share nine tenths of their bytes.
        byte[] sibling = [.. _generic];
        SyntheticImages.Noise(480, 77).CopyTo(sibling, 2000);
        byte[] sector = SyntheticImages.SectorOf(_generic);
        Flip(sector, 9999);
        var content = Judge(sector, BootloaderImage.Parse("sibling.bin", sibling));
        Assert.Equal((SectorContentKind.Damaged, "test/generic", 1), (content.Kind, content.ImageName, content.ChangedBits));
    }

    [Theory]
    [InlineData(384)]
    [InlineData(1536)]
    [InlineData(3072)]
    public void An_interrupted_write_of_an_image_at_hand_is_not_taken_for_an_unknown_bootloader(int written)
    {
        var image = BootloaderImage.Parse("mine.bin", SyntheticImages.Bootloader(4000, seed: 50, reset: 0x080E0101, other: 0x080E0111));
        var content = Judge(SyntheticImages.SectorOf(image.Content[..written].ToArray()), image);
        Assert.Equal((SectorContentKind.Damaged, "mine.bin"), (content.Kind, content.ImageName));
        Assert.EndsWith($"was written there up to byte {written} of 4000, and no further", content.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Data_behind_a_damaged_image_is_told_too()
    {
        byte[] sector = SyntheticImages.SectorOf(_generic);
        Flip(sector, 9999);
        SyntheticImages.Noise(100, 5).CopyTo(sector, 0x10000);
        var content = Judge(sector);
        Assert.Equal((SectorContentKind.Damaged, 1), (content.Kind, content.ChangedBits));
        Assert.Equal(
            "behind it, from 0x080F0000 to 0x080F0063, something else is stored: data of a package, perhaps (firmware 6.06 and later "
                + "keeps it in this sector)",
            content.Evidence[1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9999)]
    public void A_bootloader_of_another_family_does_not_count_as_one(int? flipped)
    {
        byte[] bms = SyntheticImages.WithVectors(5176, 0x20000800, 0x0803E1C1, 0x0803E2D1);
        var catalogue = _catalogue with
        {
            Images = [.. _catalogue.Images,
            Entry("bms/test", bms, compression: false) with { Family = "bms" }]
        };
        byte[] sector = SyntheticImages.SectorOf(bms);
        if (flipped is { } bit)
        {
            Flip(sector, bit);
        }

        Assert.Equal(SectorContentKind.NoBootloader, SectorContent.Judge(sector, catalogue).Kind);
    }

    [Fact]
    public void A_bootloader_of_another_family_is_named()
    {
        byte[] bms = SyntheticImages.WithVectors(5176, 0x20000800, 0x0803E1C1, 0x0803E2D1);
        var catalogue = _catalogue with { Images = [Entry("bms/test", bms, compression: false) with { Family = "bms" }] };
        Assert.Equal(
            [
                $"the first 5176 bytes are bms/test (SHA-256 {Hash(bms)[..16]}…), a bootloader of another family (bms): it cannot run on "
                    + "this board"],
            SectorContent.Judge(SyntheticImages.SectorOf(bms), catalogue).Evidence);
    }

    [Fact]
    public void A_known_image_that_was_written_from_a_hex_file_leaves_its_padding_blank()
    {
        var (image, catalogue) = Padded();
        byte[] sector = SyntheticImages.SectorOf(image);
        sector.AsSpan(428, 4).Fill(0xFF);

        var content = SectorContent.Judge(sector, catalogue);

        Assert.Equal((SectorContentKind.Known, "test/padded", Hash(image)), (content.Kind, content.ImageName, content.Sha256));
        Assert.Equal("the 4 bytes at 0x080E01AC, which no code uses, are 0xFF: it was written from a .hex, which leaves them out",
            content.Evidence[^1]);
        Assert.Equal(SectorContentKind.Known, SectorContent.Judge(SyntheticImages.SectorOf(image), catalogue).Kind);
    }

    [Fact]
    public void A_changed_bit_beside_blank_padding_is_damage_of_one_bit()
    {
        var (image, catalogue) = Padded();
        byte[] sector = SyntheticImages.SectorOf(image);
        sector.AsSpan(428, 4).Fill(0xFF);
        Flip(sector, (8 * 425) + 3);

        var content = SectorContent.Judge(sector, catalogue);

        Assert.Equal((SectorContentKind.Damaged, "test/padded", 1), (content.Kind, content.ImageName, content.ChangedBits));
    }

    [Theory]
    [InlineData(0x00, SectorContentKind.Known)]
    [InlineData(0xFF, SectorContentKind.Known)]
    [InlineData(0x42, SectorContentKind.Damaged)]
    public void What_the_file_of_an_image_at_hand_does_not_name_may_be_filled_either_way(byte there, object expected)
    {
        byte[] content = SyntheticImages.Bootloader(4000, seed: 51);
        byte[] hex = [.. VescUartBoot.TestKit.Wrapped.InHexParts(content, (0, 1000), (1004, 4000))];
        byte[] sector = SyntheticImages.SectorOf(content);
        sector.AsSpan(1000, 4).Fill(there);

        Assert.Equal(expected, Judge(sector, BootloaderImage.Parse("mine.hex", hex)).Kind);
    }

    private static (byte[] Image, BootloaderCatalog Catalogue) Padded()
    {
        byte[] image = SyntheticImages.Bootloader(4000, seed: 52);
        image.AsSpan(428, 4).Clear();
        return (image, _catalogue with { Images = [Entry("test/padded", image, compression: true)], Padding = new LinkerGap(428, 4) });
    }

    private static SectorContent Judge(byte[] sector, params BootloaderImage[] atHand) => SectorContent.Judge(sector, _catalogue, atHand);

    private static void Flip(byte[] bytes, int bit) => bytes[bit / 8] ^= (byte)(1 << (bit % 8));

    private static string Hash(byte[] content) => Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();

    private static CatalogBootloader Entry(string id, byte[] content, bool compression)
    {
        var checksums = new List<byte>();
        foreach (byte[] block in content.Chunk(64))
        {
            byte[] checksum = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(checksum, LongDivision.Remainder(block));
            checksums.AddRange(checksum);
        }

        return new CatalogBootloader
        {
            Id = id,
            Family = "vesc",
            Build = id,
            Size = content.Length,
            Sha256 = Hash(content),
            Compression = compression,
            Current = true,
            Blocks = Convert.ToHexString([.. checksums]),
        };
    }
}
