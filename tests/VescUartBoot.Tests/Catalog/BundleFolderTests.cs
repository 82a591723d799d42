using System.Security.Cryptography;
using System.Text;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.IO;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Catalog;

public sealed class BundleFolderTests : IDisposable
{
    private const string DemoId = "demo/simulated";
    private const string OldDemoId = "demo/simulated-old";

    private static readonly byte[] _demo = SimulatedImage.Bootloader();
    private static readonly byte[] _oldDemo = SimulatedImage.Bootloader(unpacks: false);
    private static readonly byte[] _mine = SyntheticImages.Bootloader();

    private readonly TemporaryFolder _folder = new();
    private readonly ImageStore _store;

    public BundleFolderTests() => _store = new ImageStore(Path.Combine(_folder.Path, "store"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.hex")]
    [InlineData("x.elf")]
    [InlineData("x.bin")]
    public void A_known_image_is_recognised_in_every_format(string name)
    {
        byte[] file = name[^3..] switch
        {
            "hex" => VescUartBoot.TestKit.Wrapped.InHex(_demo),
            "elf" => VescUartBoot.TestKit.Wrapped.InElf((SyntheticImages.Sector, _demo)),
            _ => _demo
        };
        var taken = Import().TakeFile(_folder.Write(name, file), ownName: null);
        Assert.Equal(DemoId, taken.Id);
        Assert.Equal(_demo, _store.Read(HashOf(_demo)).Content);
    }

    [Fact]
    public void An_unknown_image_is_taken_only_under_an_own_name()
    {
        string path = _folder.Write("mine.bin", _mine);
        var e = Assert.Throws<ImageRejectedException>(() => Import().TakeFile(path, ownName: null));
        Assert.Equal(("imageUnknown", "mine.bin is a bootloader for a motor controller (STM32F405), and not in the catalogue"),
            (e.Code, e.Message));
        Assert.EndsWith($"vescboot bundle import {path} --name NAME", ErrorTable.NextAfter(e));
        Assert.Empty(_store.List());

        var taken = Import().TakeFile(path, "mine-1");
        Assert.Equal("own/mine-1", taken.Id);
        Assert.Empty(taken.Recognition.Entries);
        Assert.Equal(new StoredImage(HashOf(_mine), _mine.Length, "mine-1"), Assert.Single(_store.List()));
    }

    [Fact]
    public void A_name_means_one_image()
    {
        Import().TakeFile(_folder.Write("a.bin", _mine), "mine");
        Import().TakeFile(_folder.Write("b.bin", _mine), "mine");
        var e = Assert.Throws<ImageRejectedException>(
            () => Import().TakeFile(_folder.Write("c.bin", SyntheticImages.Bootloader(seed: 2)), "MINE"));
        Assert.Equal("nameTaken", e.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("-x")]
    [InlineData("con:")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_name_is_a_file_name_on_every_system(string name) =>
        Assert.Equal("nameInvalid",
            Assert.Throws<ImageRejectedException>(() => Import().TakeFile(_folder.Write("a.bin", _mine), name)).Code);

    [Fact]
    public void What_is_no_image_is_not_taken()
    {
        var e = Assert.Throws<ImageRejectedException>(() => Import().TakeFile(_folder.Write("README.md", "# Read me\n"u8), "mine"));
        Assert.Equal(("imageNotUsable", "README.md is a text file, not an image"), (e.Code, e.Message));
    }

    [Fact]
    public void An_export_carries_a_store_to_another_machine()
    {
        _store.Add(_demo);
        _store.Add(_oldDemo);
        _store.Add(_mine, "mine");
        string stick = Path.Combine(_folder.Path, "stick");

        var ids = BundleExport.Write(_store, ImageCatalog.Shipped, stick, chosen: null, _ => Assert.Fail("damaged"));

        Assert.Equal([DemoId, OldDemoId, "own/mine"], ids);
        Assert.Equal(
        [
            $"{HashOf(_demo)}  {DemoId}.bin",
            $"{HashOf(_oldDemo)}  {OldDemoId}.bin",
            $"{HashOf(_mine)}  own/mine.bin",
        ], File.ReadAllLines(Path.Combine(stick, "SHA256SUMS")));

        var other = new ImageStore(Path.Combine(_folder.Path, "other"));
        var taken = TakeFolder(other, stick, ApprovedImages.Load(Path.Combine(stick, "SHA256SUMS")));

        Assert.Equal(ids, taken.Select(t => t.Id).Order());
        Assert.Equal(_store.List(), other.List());
    }

    [Fact]
    public void An_export_of_some_holds_only_them_and_leaves_damaged_ones_out()
    {
        _store.Add(_demo);
        _store.Add(_oldDemo);
        File.WriteAllBytes(_store.PathOf(HashOf(_oldDemo)), [1, 2, 3]);
        var damaged = new List<string>();
        Assert.Equal([DemoId],
            BundleExport.Write(_store, ImageCatalog.Shipped, Path.Combine(_folder.Path, "a"), chosen: null, damaged.Add));
        Assert.StartsWith($"the stored file of {OldDemoId} is damaged and was moved to ", Assert.Single(damaged));
        Assert.Empty(BundleExport.Write(_store, ImageCatalog.Shipped, Path.Combine(_folder.Path, "b"), id => id == OldDemoId, damaged.Add));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "b")));
    }

    [Fact]
    public void A_file_that_an_export_lists_and_no_longer_holds_is_missed()
    {
        _store.Add(_demo);
        _store.Add(_mine, "mine");
        string stick = Path.Combine(_folder.Path, "stick");
        BundleExport.Write(_store, ImageCatalog.Shipped, stick, chosen: null, _ => { });
        File.Delete(Path.Combine(stick, "own", "mine.bin"));
        var taken = new List<ImportedFile>();

        var missing = new BundleImport(new ImageStore(Path.Combine(_folder.Path, "other")), ImageCatalog.Shipped, null).TakeFolder(stick,
            taken.Add, CancellationToken.None);

        Assert.Equal(["own/mine.bin"], missing);
        Assert.Equal(DemoId, Assert.Single(taken).Id);
    }

    [Fact]
    public void A_file_that_cannot_be_read_does_not_keep_the_others_out()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("mix/z.bin", _demo);
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Path, "mix", "a.bin")]);
        made.WaitForExit();

        var taken = TakeFolder(_store, Path.Combine(_folder.Path, "mix"), null);

        Assert.Equal([null, DemoId], taken.Select(t => t.Id));
        Assert.Contains(" a pipe ", taken[0].Unreadable!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_lead_out_of_a_folder_are_not_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string outside = Path.GetDirectoryName(_folder.Write("outside/demo.bin", _demo))!;
        Directory.CreateDirectory(Path.Combine(_folder.Path, "mix"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "mix", "folder"), outside);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "mix", "demo.bin"), Path.Combine(outside, "demo.bin"));
        Assert.Empty(TakeFolder(_store, Path.Combine(_folder.Path, "mix"), null));
    }

    [Theory]
    [InlineData("{0}  ../x.bin", "line 1 names a file outside its folder")]
    [InlineData("# own\n{0}  /etc/passwd", "line 2 names a file outside its folder")]
    [InlineData("{0}  a\\..\\..\\x.bin", "line 1 names a file outside its folder")]
    [InlineData("{0} a.bin", "line 1 is not a hash with a file name")]
    [InlineData("{0}", "line 1 is not a hash with a file name")]
    [InlineData("91d4e2e0  a.bin", "line 1 is not a hash with a file name")]
    [InlineData("{0}  a.bin\n{1} *a.bin", "line 2 names a.bin a second time, with another hash")]
    public void A_list_that_is_damaged_or_leads_elsewhere_is_refused_before_anything_is_taken(string text, string reason)
    {
        _folder.Write("stick/demo.bin", _demo);
        string list = _folder.Write("stick/SHA256SUMS",
            Encoding.UTF8.GetBytes(text.Replace("{0}", HashOf(_demo), StringComparison.Ordinal).Replace("{1}", HashOf(_mine),
                StringComparison.Ordinal)));
        var e = Assert.Throws<ImageRejectedException>(() => TakeFolder(_store, Path.Combine(_folder.Path, "stick"), null));
        Assert.Equal(("manifestUnreadable", $"{list} is damaged: {reason}", "copy or export the folder again"),
            (e.Code, e.Message, ErrorTable.NextAfter(e)));
        Assert.Empty(_store.List());
    }

    [Fact]
    public void Any_bytes_are_a_manifest_or_a_clear_refusal()
    {
        byte[] seed = Encoding.ASCII.GetBytes($"{HashOf(_demo)}  demo/simulated.bin\n{HashOf(_mine)}  own/mine.bin\n");
        var random = new Random(20261124);
        int taken = 0;
        string stick = Path.GetDirectoryName(_folder.Write("stick/demo/x", "x"u8))!;
        for (int i = 0; i < 1000; i++)
        {
            byte[] file = [.. seed];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            _folder.Write("stick/demo/SHA256SUMS", file.AsSpan(0, random.Next(file.Length)));
            try
            {
                TakeFolder(_store, stick, null);
                taken++;
            }
            catch (ImageRejectedException e)
            {
                Assert.Equal("manifestUnreadable", e.Code);
            }
        }

        Assert.InRange(taken, 10, 990);
    }

    [Fact]
    public void Own_images_are_listed_like_known_ones_and_never_as_known()
    {
        _store.Add(_demo);
        _store.Add(_mine, "mine");
        _store.Add(Firmware("60_MK9", new string('c', 40), seed: 1), "Fast");

        var own = UserImages.List(_store, ImageCatalog.Shipped);

        Assert.Equal([("own/Fast", ImageKind.Firmware), ("own/mine", ImageKind.Bootloader)], own.Select(o => (o.Id, o.Kind)));
        Assert.All(own, o => Assert.True(UserImages.IsOwn(o) && o.Origin is null && !o.Current));
        Assert.True(own[0].Serves("60_mk9"));
        Assert.All(ImageCatalog.Shipped.All, e => Assert.False(UserImages.IsOwn(e)));
    }

    [Fact]
    public void A_folder_whose_file_is_not_what_its_list_says_is_refused()
    {
        _store.Add(_mine, "mine");
        string stick = Path.Combine(_folder.Path, "stick");
        BundleExport.Write(_store, ImageCatalog.Shipped, stick, chosen: null, _ => { });
        File.WriteAllBytes(Path.Combine(stick, "own", "mine.bin"), SyntheticImages.Bootloader(seed: 2));

        var e = Assert.Throws<ImageRejectedException>(() => TakeFolder(new ImageStore(Path.Combine(_folder.Path, "other")), stick, null));

        Assert.Equal("imageHashMismatch", e.Code);
        Assert.StartsWith("own/mine.bin is damaged: its list SHA256SUMS says ", e.Message);
    }

    [Fact]
    public void Of_a_mixed_folder_only_known_images_are_taken()
    {
        _folder.Write("mix/a/demo.bin", _demo);
        _folder.Write("mix/own/mine.bin", _mine);
        _folder.Write("mix/README.md", "# Read me\n"u8);
        _folder.Write("mix/.git/config", "x"u8);
        var taken = TakeFolder(_store, Path.Combine(_folder.Path, "mix"), null);
        Assert.Equal(3, taken.Count);
        Assert.Equal([DemoId], taken.Where(t => t.Id is not null).Select(t => t.Id));
        Assert.Equal(HashOf(_demo), Assert.Single(_store.List()).Sha256);
    }

    [Fact]
    public void Nothing_that_is_not_approved_is_taken()
    {
        var approved = ApprovedImages.Parse("lock", new StringReader(HashOf(_demo)));
        string path = _folder.Write("old.bin", _oldDemo);
        Assert.Equal("imageNotApproved",
            Assert.Throws<ImageRejectedException>(
                () => new BundleImport(_store, ImageCatalog.Shipped, approved).TakeFile(path, null)).Code);
        Assert.Empty(_store.List());
    }

    [Fact]
    public void The_index_of_a_folder_is_a_catalogue_that_reads_back_the_same()
    {
        const string Revision = "94b305ec124b67b0161f2d3d85c4d5b35e48edc5";
        byte[] first = Firmware("60_MK9", Revision, seed: 1);
        byte[] second = Firmware("Board 9", Revision, seed: 2);
        _folder.Write("clone/9.01/60_MK8_o_60_mk9/VESC_default.bin", first);
        _folder.Write("clone/9.01/60_MK8_o_60_mk9/VESC_default_no_hw_limits.bin", second[..^1].Append((byte)1).ToArray());
        _folder.Write("clone/9.01/BOARD_9/VESC_default.bin", second);
        _folder.Write("clone/9.01/CHANGELOG", "x"u8);
        _folder.Write("clone/esp32/x/VESC_default.bin", "x"u8);
        string clone = Path.Combine(_folder.Path, "clone");
        Assert.Throws<ImageRejectedException>(() => CatalogIndexer.Read(clone, Source, "about"));

        _folder.Write("clone/9.01/60_MK8_o_60_mk9/VESC_default_no_hw_limits.bin", Firmware("60_MK9", Revision, seed: 3));
        var catalogue = CatalogIndexer.Read(clone, Source, "about");

        Assert.Equal(["9.01"], catalogue.Versions.Keys);
        Assert.Equal(("9.01/60_MK8_o_60_mk9", first.Length), (catalogue.ChooseFor("9.01", "60_MK8")!.Id, catalogue.Sizes["9.01"]));
        Assert.Equal("9.01/BOARD_9", catalogue.ChooseFor("9.01", "board 9")!.Id);
        Assert.Equal(new Dictionary<string, string> { ["9.01/BOARD_9"] = "Board 9" }, catalogue.Names);
        Assert.Equal("9.01", catalogue.VersionOf(Revision));

        using var written = new MemoryStream();
        CatalogIndexer.Write(catalogue, written);
        var again = System.Text.Json.JsonSerializer.Deserialize(written.ToArray(), CatalogJson.Default.FirmwareCatalog)!;
        Assert.Equal(catalogue.Images.Select(i => (i.Id, i.Sha256, i.Size, i.Origin)),
            again.Images.Select(i => (i.Id, i.Sha256, i.Size, i.Origin)));
        Assert.Equal("http://nowhere.invalid/c0ffee/9.01/BOARD_9/VESC_default.bin",
            again.ChooseFor("9.01", "BOARD_9")!.Origin!.AbsoluteUri);
    }

    [Fact]
    public void The_shipped_catalogue_is_as_the_index_writes_it()
    {
        using var written = new MemoryStream();
        CatalogIndexer.Write(FirmwareCatalog.Shipped, written);
        using var reader = new StreamReader(ShippedData.Open("firmware.json"));
        Assert.Equal(reader.ReadToEnd(), Encoding.UTF8.GetString(written.ToArray()));
    }

    private static CatalogSource Source =>
        new("a repository", "GPL-3.0", "http://nowhere.invalid/{commit}/{path}") { Commit = "c0ffee", Path = "{version}/{folder}/{file}" };

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Firmware(string hardware, string revision, uint seed)
    {
        byte[] image = SyntheticImages.WithVectors(524280, 0x20000800, 0x0800C001, 0x0800D461);
        SyntheticImages.Noise(1000, seed).CopyTo(image, 0x2000);
        Encoding.Latin1.GetBytes($"\0org.vesc.{hardware}\0{revision}\0").CopyTo(image, 0x70000);
        return image;
    }

    private BundleImport Import() => new(_store, ImageCatalog.Shipped, null);

    private static List<ImportedFile> TakeFolder(ImageStore store, string folder, ApprovedImages? approved)
    {
        var taken = new List<ImportedFile>();
        new BundleImport(store, ImageCatalog.Shipped, approved).TakeFolder(folder, taken.Add, CancellationToken.None);
        return taken;
    }
}
