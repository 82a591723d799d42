using VescUartBoot.Backups;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Images;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Fuzz;

/// <summary>A store, an export or a backup folder whose own parts are links would make us write elsewhere: it is refused.</summary>
public sealed class LinkedFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private string Elsewhere => Directory.CreateDirectory(Path.Combine(_root.Path, "elsewhere")).FullName;

    [Theory]
    [InlineData("images")]
    [InlineData("names")]
    public void A_store_whose_folder_is_a_link_is_not_written(string folder)
    {
        string store = Directory.CreateDirectory(Path.Combine(_root.Path, "store")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(store, folder), Elsewhere);

        var refused = Assert.Throws<ImageRejectedException>(() => new ImageStore(store).Add(SyntheticImages.Bootloader(), "mine"));

        Assert.Contains("is a link to somewhere else", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Elsewhere));
    }

    [Fact]
    public void An_export_does_not_write_through_a_link_in_its_folder()
    {
        var store = new ImageStore(Path.Combine(_root.Path, "store"));
        store.Add(SyntheticImages.Bootloader(), "mine");
        string target = Directory.CreateDirectory(Path.Combine(_root.Path, "stick")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(target, "own"), Elsewhere);

        var refused = Assert.Throws<ImageRejectedException>(() => BundleExport.Write(store, ImageCatalog.Shipped, target, null, _ => { }));

        Assert.Contains("is a link to somewhere else", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Elsewhere));
    }

    [Theory]
    [InlineData("own/mine.bin.part")]
    [InlineData("SHA256SUMS.part")]
    public void A_file_that_lies_in_the_way_as_a_link_is_not_written_through(string name)
    {
        var store = new ImageStore(Path.Combine(_root.Path, "store"));
        store.Add(SyntheticImages.Bootloader(), "mine");
        string target = Directory.CreateDirectory(Path.Combine(_root.Path, "stick")).FullName;
        Directory.CreateDirectory(Path.Combine(target, "own"));
        string precious = Path.Combine(Elsewhere, "precious");
        File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(Path.Combine(target, name), precious);

        BundleExport.Write(store, ImageCatalog.Shipped, target, null, _ => { });

        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal(SyntheticImages.Bootloader(), File.ReadAllBytes(Path.Combine(target, "own", "mine.bin")));
    }

    [Fact]
    public void A_backup_is_not_written_through_a_link()
    {
        Assert.True(Uuid.TryParse("3a002b000f51383036343731", out var uuid));
        string root = Directory.CreateDirectory(Path.Combine(_root.Path, "backups")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(root, uuid.ToString()), Elsewhere);
        var backup = new BoardBackup(new BackedUpBoard(uuid, "60_MK6", new FirmwareVersion(6, 5)), DateTimeOffset.UnixEpoch, "1.0", [], []);

        var refused = Assert.Throws<IOException>(() => BackupFolder.Write(root, backup));

        Assert.Contains("is a link to somewhere else", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Elsewhere));
    }

    public void Dispose() => _root.Dispose();
}
