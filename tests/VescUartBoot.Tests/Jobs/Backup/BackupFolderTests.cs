using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

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
    [InlineData("$.files[0].file", "\"app.bin\"", "its manifest names another file than motor.bin for the motor configuration")]
    [InlineData("$.files[0].kind", "\"qml\"", "its manifest names another file than qml.bin for the QML code")]
    [InlineData("$.files[0].size", "15", "motor.bin has 500 bytes instead of 15")]
    [InlineData("$.files[0].sha256", "\"00\"", "motor.bin has another SHA-256 than its manifest says")]
    [InlineData("$.files[0].signature", "\"00000000\"", "motor.bin has another signature than its manifest says")]
    [InlineData("$.board.firmware", "\"six\"", "its manifest names no board")]
    [InlineData("$.tool", "\"a\\nb\"", "its manifest holds control characters")]
    public void What_is_wrong_with_a_backup_is_told(string where, string lie, string why)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m =>
        {
            var at = m;
            string[] steps = where[2..].Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
            foreach (string step in steps[..^1])
            {
                at = at is JsonArray array ? array[int.Parse(step)]! : at[step]!;
            }

            at[steps[^1]] = JsonNode.Parse(lie);
        });
        why = why.Replace("500", $"{_backup.Parts[0].Content.Length}", StringComparison.Ordinal);

        var rejected = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));

        Assert.Equal(("backupDamaged", $"{folder} is no whole backup: {why}"), (rejected.Code, rejected.Message));
    }

    [Fact]
    public void Two_files_for_one_part_are_refused()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m => m["files"]!.AsArray().Add(m["files"]![0]!.DeepClone()));

        Assert.Equal($"{folder} is no whole backup: its manifest has two files for one part (motor configuration)",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message);
    }

    [Fact]
    public void A_manifest_without_gaps_hardware_and_words_is_whole()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m =>
        {
            m.AsObject().Remove("missing");
            m["board"]!.AsObject().Remove("hardware");
        });

        var loaded = BackupFolder.Load(folder);

        Assert.Empty(loaded.Missing);
        Assert.Null(loaded.Board.Hardware);
    }

    [Fact]
    public void One_bad_gap_among_good_ones_is_refused_and_control_characters_in_any_word()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m => m["missing"]!.AsArray().Add(null));
        Assert.EndsWith("its manifest names a part that there is not",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message, StringComparison.Ordinal);

        Change(folder, m =>
        {
            m["missing"]!.AsArray().RemoveAt(1);
            m["missing"]![0]!["code"] = "a\tb";
        });
        Assert.Contains("control characters", Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_can_be_no_such_part_is_told_by_its_name()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string path = Path.Combine(folder, "motor.bin");
        File.Delete(path);
        Assert.Equal($"{folder} is no whole backup: motor.bin is missing",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message);

        File.WriteAllBytes(path, [1, 2, 3]);
        Change(folder, m => m["files"]![0]!["size"] = 3);
        Assert.Equal(
            $"{folder} is no whole backup: motor.bin cannot be what it is called, the motor configuration",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message);
    }

    [Fact]
    public void A_part_larger_than_any_can_be_is_not_read()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string path = Path.Combine(folder, "motor.bin");
        File.WriteAllBytes(path, new byte[0x20001]);
        Change(folder, m => m["files"]![0]!["size"] = 0x20001);

        Assert.EndsWith("motor.bin is larger than any part can be (131073 bytes)",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "its manifest.json is empty")]
    [InlineData("{\n{", "its manifest.json is not understood (line 2)")]
    [InlineData("", "its manifest.json has 0 bytes (1 to 262144 are possible)")]
    public void A_manifest_that_is_none_is_told_with_its_reason(string text, string why)
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), text);

        Assert.Equal($"{folder} is no whole backup: {why}",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message);
    }

    [Fact]
    public void A_manifest_of_the_largest_size_is_read_and_one_byte_more_is_not()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        string path = Path.Combine(folder, "manifest.json");
        File.AppendAllText(path, new string(' ', (256 * 1024) - (int)new FileInfo(path).Length));
        Assert.Equal(_backup.Parts.Count, BackupFolder.Load(folder).Parts.Count);

        File.AppendAllText(path, " ");
        Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));
    }

    [Fact]
    public void A_backup_of_a_later_make_and_a_folder_without_a_manifest_are_told_apart()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m => m["schema"] = 2);

        var newer = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));
        var none = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(_root.Path));

        Assert.Equal(("backupTooNew", $"{folder} is a backup of another make (schema 2; this version reads 1)"),
            (newer.Code, newer.Message));
        Assert.Equal(("backupMissing", $"{_root.Path} is no backup: there is no manifest.json in it"), (none.Code, none.Message));
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

    private static void Change(string folder, Action<JsonNode> change)
    {
        string path = Path.Combine(folder, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private static List<string> Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal)];

    private static BoardBackup Make()
    {
        Assert.True(Uuid.TryParse("3a002b000f51383036343731", out var uuid));
        BackupPart Part(BackupPartKind kind, byte[] content) => BackupPart.TryParse(kind, content)!;
        return new BoardBackup(
            new BackedUpBoard(uuid, "60_MK6", new FirmwareVersion(6, 5)),
            new DateTimeOffset(2026, 11, 24, 6, 15, 7, TimeSpan.Zero),
            "0.1.0",
            [
                Part(BackupPartKind.MotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(BackupPartKind.SecondMotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(BackupPartKind.AppConfiguration, [0xCA, 0xFE, 0xBA, 0xBE, 42, 2, 3, 4]),
                Part(BackupPartKind.SettingsSectors, [.. Enumerable.Repeat((byte)0xFF, 0x8000)]),
                Part(BackupPartKind.Lisp, SimulatedImage.StoredCode(JobBench.Code, 0)),
            ],
            [new MissingPart(BackupPartKind.Qml, "qmlNotKept", "it is compiled into the firmware, or its header does not fit")]);
    }
}
