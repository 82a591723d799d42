using VescUartBoot.Images;
using VescUartBoot.Images.Formats;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Images;

public sealed class ImageFileTests
{
    [Fact]
    public void A_packed_firmware_is_unpacked()
    {
        byte[] plain = SimulatedImage.Firmware("6.05", "60_MK6");
        var file = ImageFile.Parse("x", SimulatedImage.Staged(plain, packed: true));
        Assert.Equal(ImageFormat.StagedCompressed, file.Format);
        Assert.Equal(plain, file.Content.ToArray());
        Assert.True(ImageInspection.Of(file) is { Kind: ImageKind.Firmware, IsSound: true });
    }

    [Fact]
    public void A_plain_staged_firmware_loses_its_header()
    {
        byte[] plain = SimulatedImage.Firmware("5.03", "60_MK5");
        var file = ImageFile.Parse("x", Wrapped.InStagedHeader(plain));
        Assert.Equal(ImageFormat.Staged, file.Format);
        Assert.Equal(plain, file.Content.ToArray());
    }

    [Fact]
    public void A_stream_that_unpacks_to_more_than_the_flash_is_refused_before_it_takes_memory() => Assert.Equal(
        "a compressed staged image that unpacks to more than the whole flash of the chip (1 MiB)",
        ImageFile.Parse("x", Wrapped.InStagedHeader(Wrapped.Bomb(100_000), compressed: true)).Problem);

    [Fact]
    public void A_staged_image_whose_end_is_missing_says_how_much_is_there()
    {
        byte[] staged = SimulatedImage.Staged(SimulatedImage.Firmware("5.03", "60_MK5"), packed: true);
        int length = staged.Length - 6;
        Assert.Equal($"truncated: a compressed staged image of {length} bytes, of which 994 are there",
            ImageFile.Parse("x", staged.AsMemory(0, 1000)).Problem);
        byte[] plain = Wrapped.InStagedHeader(SyntheticImages.Bootloader());
        Assert.Equal("truncated: a staged image of 5280 bytes, of which 294 are there",
            ImageFile.Parse("x", plain.AsMemory(0, 300)).Problem);
    }

    [Theory]
    [InlineData(":020000040800F2\n:10000000000102030405060708090A0B0C0D0E0F78",
        "an Intel HEX file of 8589934592 bytes: more than any for this chip needs (8 MiB)")]
    [InlineData("\u007FELF", "an ELF file of 8589934592 bytes: more than any for this chip needs (32 MiB)")]
    [InlineData("PK\u0003\u0004", "a ZIP archive: unpack it and give the file inside")]
    [InlineData("", "larger than the whole flash of the chip (1 MiB)")]
    public void A_file_that_is_too_long_for_its_format_is_not_read(string head, string problem)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("large", System.Text.Encoding.Latin1.GetBytes(head));
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(1L << 33);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        var image = ImageFile.Read(path);
        Assert.Equal(problem, image.Problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_named_pipe_that_nobody_writes_into_does_not_hang()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "pipe");
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        made.WaitForExit();
        var e = Assert.Throws<ImageRejectedException>(() => ImageFile.Read(path));
        Assert.Contains(" a pipe ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    [InlineData("/proc/cpuinfo")]
    public void A_device_that_never_ends_or_tells_no_length_is_no_file(string path)
    {
        if (File.Exists(path))
        {
            Assert.Equal($"{path} cannot be read: it is a pipe or a device, not a file",
                Assert.Throws<ImageRejectedException>(() => ImageFile.Read(path)).Message);
        }
    }

    [Fact]
    public void No_name_at_all_is_called_so() =>
        Assert.Equal("'' cannot be read: that is not a file name", Assert.Throws<ImageRejectedException>(() => ImageFile.Read("")).Message);

    [Fact]
    public void A_link_that_leads_in_a_circle_is_named_once()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "circle");
        File.CreateSymbolicLink(path, path);
        Assert.Equal($"{path} cannot be read: Too many levels of symbolic links",
            Assert.Throws<ImageRejectedException>(() => ImageFile.Read(path)).Message);
    }

    [Fact]
    public void Any_bytes_are_parsed_to_a_verdict()
    {
        byte[][] seeds =
        [
            Wrapped.InHex(SyntheticImages.Bootloader(length: 600)),
            Wrapped.InElf((SyntheticImages.Sector, SyntheticImages.Bootloader(length: 600))),
            Wrapped.InStagedHeader(SyntheticImages.Bootloader(length: 600)),
            SimulatedImage.Staged(SyntheticImages.Bootloader(length: 600), packed: true),
            SyntheticImages.Bootloader(length: 800),
            "<!DOCTYPE html><html>"u8.ToArray(),
        ];
        var random = new Random(20261122);
        var verdicts = new HashSet<string>();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] file = [.. seeds[random.Next(seeds.Length)]];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                file[random.Next(random.Next(3) == 0 ? Math.Min(file.Length, 80) : file.Length)] = (byte)random.Next(256);
            }

            file = random.Next(4) == 0 ? file[..random.Next(file.Length)] : file;
            verdicts.Add(ImageInspection.Of(ImageFile.Parse("x", file)).Description);
        }

        // The seed is fixed, so this says that the changes reach far into every parser.
        Assert.InRange(verdicts.Count, 1000, 20_000);
    }
}
