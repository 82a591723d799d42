using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Messages;
using VescUartBoot.Simulator;

namespace VescUartBoot.Tests.Jobs.Keep;

public sealed class BackupFolderTests : IDisposable
{
    private static readonly BoardBackup _backup = Make();

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

    public static TheoryData<string, string> Lies() => new()
    {
        { "$.files[0].file", "\"../motor.bin\"" },
        { "$.files[0].file", "\"/etc/passwd\"" },
        { "$.files[0].file", "\"app.bin\"" },
        { "$.files[0].file", "\"\"" },
        { "$.files[0].file", "null" },
        { "$.files[0].kind", "\"bootloader\"" },
        { "$.files[0].kind", "99" },
        { "$.files[0].kind", "\"appConfiguration\"" },
        { "$.files[0].size", "15" },
        { "$.files[0].size", "-1" },
        { "$.files[0].size", "9223372036854775807" },
        { "$.files[0].size", "1e3" },
        { "$.files[0].sha256", "\"00\"" },
        { "$.files[0].sha256", "null" },
        { "$.files[0].signature", "\"00000000\"" },
        { "$.files[0].signature", "null" },
        { "$.files[0]", "null" },
        { "$.files", "null" },
        { "$.files", "{}" },
        { "$.missing[0]", "null" },
        { "$.missing[0].reason", "\"\\u001b[2J\"" },
        { "$.board", "null" },
        { "$.board.uuid", "\"not a uuid\"" },
        { "$.board.firmware", "\"six\"" },
        { "$.board.firmware", "null" },
        { "$.board.firmware", "\"600.5\"" },
        { "$.board.hardware", "\"60\\u001b]0;owned\\u0007\"" },
        { "$.schema", "2" },
        { "$.schema", "\"1\"" },
        { "$.time", "\"yesterday\"" },
        { "$.tool", "\"a\\nb\"" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_manifest_that_lies_is_refused_with_a_sentence(string where, string lie)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string path = Path.Combine(folder, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        var at = manifest;
        string[] steps = where[2..].Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
        {
            at = at is JsonArray array ? array[int.Parse(step)]! : at[step]!;
        }

        if (at is JsonArray last)
        {
            last[int.Parse(steps[^1])] = JsonNode.Parse(lie);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(lie);
        }

        File.WriteAllText(path, manifest.ToJsonString());

        var rejected = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));
        Assert.StartsWith("backup", rejected.Code, StringComparison.Ordinal);
        Assert.StartsWith(folder, rejected.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', rejected.Message);
        Assert.DoesNotContain('\n', rejected.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("\u0000\u0000\u0000")]
    [InlineData("{\"schema\":1,\"schema\":1}")]
    public void A_manifest_that_is_none_is_refused(string text)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), text);

        Assert.Equal("backupDamaged", Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Code);
    }

    [Fact]
    public void A_manifest_without_end_is_not_read()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        File.AppendAllText(Path.Combine(folder, "manifest.json"), new string(' ', 300_000));
        Assert.Contains("bytes", Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder, "manifest.json"), string.Concat(Enumerable.Repeat("{\"a\":", 5000)));
        Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));
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

    private static BoardBackup Make()
    {
        Assert.True(Uuid.TryParse("3a002b000f51383036343731", out var uuid));
        KeptPart Part(KeptKind kind, byte[] content) => KeptPart.TryParse(kind, content)!;
        return new BoardBackup(
            new KeptBoard(uuid, "60_MK6", new FirmwareVersion(6, 5)),
            new DateTimeOffset(2026, 11, 24, 6, 15, 7, TimeSpan.Zero),
            "0.1.0",
            [
                Part(KeptKind.MotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(KeptKind.SecondMotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(KeptKind.AppConfiguration, [0xCA, 0xFE, 0xBA, 0xBE, 42, 2, 3, 4]),
                Part(KeptKind.SettingsSectors, [.. Enumerable.Repeat((byte)0xFF, 0x8000)]),
                Part(KeptKind.Lisp, SimulatedImage.StoredCode(JobBench.Code, 0)),
            ],
            [new MissingPart(KeptKind.Qml, "qmlNotKept", "it is compiled into the firmware, or its header does not fit")]);
    }
}
