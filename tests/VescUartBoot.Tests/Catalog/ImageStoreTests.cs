using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Catalog;

public sealed class ImageStoreTests
{
    private static readonly byte[] _content = SyntheticImages.Bootloader();

    private static readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(_content));

    [Fact]
    public void What_is_stored_is_there_again_and_named_by_its_hash()
    {
        using var folder = new TemporaryFolder();
        var store = new ImageStore(Path.Combine(folder.Path, "new", "store"));
        Assert.Empty(store.List());
        Assert.Equal(default, store.Read(_hash));
        Assert.False(Directory.Exists(store.Folder));

        Assert.Equal(_hash, store.Add(_content));

        Assert.Equal(_content, store.Read(_hash).Content);
        Assert.Equal([new StoredImage(_hash, _content.Length, null)], store.List());
        Assert.Equal(_content, File.ReadAllBytes(Path.Combine(store.Folder, "images", _hash + ".bin")));
    }

    [Theory]
    [InlineData(5280)]
    [InlineData(17)]
    [InlineData(0)]
    [InlineData(2_000_000)]
    public void A_damaged_file_is_moved_aside_and_can_be_stored_again(int length)
    {
        using var folder = new TemporaryFolder();
        var store = new ImageStore(folder.Path);
        store.Add(_content);
        File.WriteAllBytes(store.PathOf(_hash), SyntheticImages.Noise(length, 3));

        var reading = store.Read(_hash);

        Assert.Null(reading.Content);
        Assert.Equal(SyntheticImages.Noise(length, 3), File.ReadAllBytes(reading.MovedTo!));
        Assert.Equal(Path.Combine(folder.Path, "damaged"), Path.GetDirectoryName(reading.MovedTo));
        Assert.Equal(default, store.Read(_hash));
        store.Add(_content);
        Assert.Equal(_content, store.Read(_hash).Content);
    }

    [Fact]
    public void Only_whole_files_count_and_what_was_left_behind_goes_after_an_hour()
    {
        using var folder = new TemporaryFolder();
        var store = new ImageStore(folder.Path);
        store.Add(_content);
        string old = folder.Write($"images/{_hash}.bin-1.part", [1]);
        string young = folder.Write($"images/{_hash}.bin-2.part", [1]);
        folder.Write("images/README.bin", [1]);
        folder.Write($"images/{_hash.ToUpperInvariant()[..63]}G.bin", [1]);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddMinutes(-61));

        store.Tidy(TimeProvider.System);

        Assert.Equal(_hash, Assert.Single(store.List()).Sha256);
        Assert.Equal((false, true), (File.Exists(old), File.Exists(young)));
    }

    [Fact]
    public void An_own_image_keeps_its_name()
    {
        using var folder = new TemporaryFolder();
        var store = new ImageStore(folder.Path);
        store.Add(_content, "my-build.1");
        Assert.Equal("my-build.1", Assert.Single(store.List()).OwnName);
        folder.Write($"names/{_hash}", "../../evil"u8);
        Assert.Null(Assert.Single(store.List()).OwnName);
    }

    [Fact]
    public async Task Many_writers_and_readers_of_one_image_all_end_well()
    {
        using var folder = new TemporaryFolder();
        var readings = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
        {
            var store = new ImageStore(folder.Path);
            return i % 2 == 0 ? store.Read(store.Add(_content)) : store.Read(_hash);
        })));

        Assert.All(readings, r => Assert.Null(r.MovedTo));
        Assert.All(readings.Where((_, i) => i % 2 == 0), r => Assert.Equal(_content, r.Content));
        Assert.Equal([Path.Combine(folder.Path, "images", _hash + ".bin")], Directory.GetFiles(Path.Combine(folder.Path, "images")));
    }

    [Fact]
    public void A_store_that_is_no_folder_is_not_called_empty()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", "x"u8);
        Assert.Equal($"the store {file} cannot be used: it is not a folder",
            Assert.Throws<ImageRejectedException>(() => new ImageStore(file).List()).Message);
        string link = Path.Combine(folder.Path, "link");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(link, Path.Combine(folder.Path, "nowhere"));
            Assert.Throws<ImageRejectedException>(() => new ImageStore(link).List());
        }

        Assert.Empty(new ImageStore(Path.Combine(folder.Path, "new")).List());
    }

    [Fact]
    public void A_store_that_cannot_be_used_says_so()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", [1]);
        var e = Assert.Throws<ImageRejectedException>(() => new ImageStore(file).Add(_content));
        Assert.Equal("storeUnusable", e.Code);
        Assert.Contains("VESCBOOT_STORE", ErrorTable.NextAfter(e));
    }

    [Theory]
    [InlineData(PlatformID.Unix, "", "", "/home/me/.local/share/vescboot/store")]
    [InlineData(PlatformID.Unix, "XDG_DATA_HOME", "/data", "/data/vescboot/store")]
    [InlineData(PlatformID.Unix, "XDG_DATA_HOME", "data", "/home/me/.local/share/vescboot/store")]
    [InlineData(PlatformID.Unix, "LOCALAPPDATA", "/local", "/home/me/.local/share/vescboot/store")]
    [InlineData(PlatformID.Other, "XDG_DATA_HOME", "/data", "/home/me/Library/Application Support/vescboot/store")]
    [InlineData(PlatformID.Win32NT, "LOCALAPPDATA", "/local", "/local/vescboot/store")]
    [InlineData(PlatformID.Win32NT, "", "", "/home/me/AppData/Local/vescboot/store")]
    [InlineData(PlatformID.Unix, "VESCBOOT_STORE", "/stick/./store", "/stick/store")]
    [InlineData(PlatformID.Win32NT, "VESCBOOT_STORE", "/stick", "/stick")]
    public void It_lies_where_users_of_the_system_expect_it(PlatformID platform, string variable, string value, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(path, StoreLocation.Find(name => name == variable ? value : null, platform, "/home/me"));
        }
    }
}
