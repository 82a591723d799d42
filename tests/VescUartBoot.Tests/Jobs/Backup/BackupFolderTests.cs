using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

public sealed class BackupFolderTests : IDisposable
{
    private static readonly BoardBackup _backup = GivenBackup.Make();

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void What_is_written_is_read_again_as_it_was()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);

        var loaded = BackupFolder.Load(folder);

        Assert.Equal(Path.Combine(_root.Path, "3a002b000f51383036343731", "20261124T061507Z"), folder);
        Assert.Equal(_backup.Board, loaded.Board);
        Assert.Equal((_backup.Time, _backup.ToolVersion), (loaded.Time, loaded.ToolVersion));
        Assert.Equal(_backup.Parts.Select(p => (p.Kind, p.Sha256)), loaded.Parts.Select(p => (p.Kind, p.Sha256)));
        Assert.Equal(_backup.Missing, loaded.Missing);
        Assert.Equal(["app.bin", "lisp.bin", "manifest.json", "motor.bin", "motor2.bin", "settings.bin"], Names(folder));
    }

    [Fact]
    public void A_person_can_read_the_manifest()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(BackupFolder.Write(_root.Path, _backup), "manifest.json")))!;

        Assert.Equal(1, (int)manifest["schema"]!);
        Assert.Equal("6.05", (string?)manifest["board"]!["firmware"]);
        Assert.Equal("60_MK6", (string?)manifest["board"]!["hardware"]);
        Assert.Equal("motorConfiguration", (string?)manifest["files"]![0]!["kind"]);
        Assert.Equal("motor.bin", (string?)manifest["files"]![0]!["file"]);
        Assert.Equal("deadbeef", (string?)manifest["files"]![0]!["signature"]);
        Assert.Equal("qmlNotKept", (string?)manifest["missing"]![0]!["code"]);
    }

    [Fact]
    public void Backups_of_one_second_get_folders_of_their_own_and_the_newest_is_found()
    {
        string first = BackupFolder.Write(_root.Path, _backup);
        string second = BackupFolder.Write(_root.Path, _backup);
        Assert.Equal(second, BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value));
        string third = BackupFolder.Write(_root.Path, _backup with { Time = _backup.Time.AddSeconds(1) });

        Assert.Equal(3, new HashSet<string> { first, second, third }.Count);
        Assert.Equal(third, BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value));
        Assert.Null(BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value.OfSecondMotor));
        Assert.Equal(_backup.Parts.Count, BackupFolder.Load(first).Parts.Count);
    }

    [Fact]
    public void What_a_killed_run_left_is_no_backup()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string left = Path.Combine(Path.GetDirectoryName(folder)!, ".20991124T061507Z-0123.part");
        Directory.CreateDirectory(left);
        File.Copy(Path.Combine(folder, "manifest.json"), Path.Combine(left, "manifest.json"));

        Assert.Equal(folder, BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_leaves_nothing()
    {
        string file = _root.Write("taken", "x"u8);

        Assert.ThrowsAny<IOException>(() => BackupFolder.Write(file, _backup));
        Assert.Equal(["taken"], Names(_root.Path));
    }

    [Fact]
    public void A_board_without_a_UUID_has_a_folder_too()
    {
        string folder = BackupFolder.Write(_root.Path, _backup with { Board = _backup.Board with { Uuid = null } });

        Assert.Null(BackupFolder.Load(folder).Board.Uuid);
    }

    [Fact]
    public void A_backup_that_cannot_be_written_whole_leaves_no_folder()
    {
        // Two parts of one kind need one file twice.
        var twice = _backup with { Parts = [.. _backup.Parts, _backup.Parts[0]] };

        Assert.Throws<IOException>(() => BackupFolder.Write(_root.Path, twice));

        Assert.Empty(Names(Path.Combine(_root.Path, "3a002b000f51383036343731")));
    }

    [Fact]
    public void Folders_that_only_look_like_backups_are_passed_over()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string parent = Path.GetDirectoryName(folder)!;
        foreach (string name in new[] { "zz", "99991124T061507Z" })
        {
            Directory.CreateDirectory(Path.Combine(parent, name));
        }

        File.Copy(Path.Combine(folder, "manifest.json"), Path.Combine(parent, "zz", "manifest.json"));

        Assert.Equal(folder, BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value));
    }

    [Fact]
    public void The_tenth_backup_of_a_second_is_newer_than_the_ninth()
    {
        string last = "";
        for (int i = 0; i < 11; i++)
        {
            last = BackupFolder.Write(_root.Path, _backup);
        }

        Assert.EndsWith("-11", last, StringComparison.Ordinal);
        Assert.Equal(last, BackupFolder.FindNewest(_root.Path, _backup.Board.Uuid!.Value));
    }

    [Theory]
    [InlineData("motor.bin")]
    [InlineData("settings.bin")]
    [InlineData("lisp.bin")]
    public void A_file_that_was_changed_cut_or_removed_is_refused(string name)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string path = Path.Combine(folder, name);
        byte[] content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));

        File.WriteAllBytes(path, content[..^1]);
        Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));

        File.Delete(path);
        Assert.Contains(name, Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(path);
        Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));
    }

    [Theory]
    [InlineData("motor.bin")]
    [InlineData("manifest.json")]
    public void A_link_to_somewhere_else_is_not_followed(string name)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string elsewhere = Path.Combine(_root.Path, "elsewhere");
        File.Move(Path.Combine(folder, name), elsewhere);
        File.CreateSymbolicLink(Path.Combine(folder, name), elsewhere);

        Assert.Contains("link", Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-there")]
    public void A_folder_that_is_no_backup_says_so(string name) =>
        Assert.Equal("backupMissing", Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(Path.Combine(_root.Path, name))).Code);

    private static List<string> Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];
}
