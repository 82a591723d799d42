using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>What a manifest may say, and what becomes of one that says something else.</summary>
public sealed class BackupManifestTests : IDisposable
{
    private static readonly BoardBackup _backup = GivenBackup.Make();

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

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

        Assert.Equal(("backupDamaged", $"{folder} is not a complete backup: {why}"), (rejected.Code, rejected.Message));
    }

    [Fact]
    public void Two_files_for_one_part_are_refused()
    {
        string folder = BackupFolder.Write(_root.Path, _backup);
        Change(folder, m => m["files"]!.AsArray().Add(m["files"]![0]!.DeepClone()));

        Assert.Equal($"{folder} is not a complete backup: its manifest has two files for one part (motor configuration)",
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
        Assert.Equal($"{folder} is not a complete backup: motor.bin is missing",
            Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder)).Message);

        File.WriteAllBytes(path, [1, 2, 3]);
        Change(folder, m => m["files"]![0]!["size"] = 3);
        Assert.Equal(
            $"{folder} is not a complete backup: motor.bin cannot be what it is called, the motor configuration",
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

        Assert.Equal($"{folder} is not a complete backup: {why}",
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
        var above = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(_root.Path));
        File.Delete(Path.Combine(folder, "manifest.json"));
        var none = Assert.Throws<BackupRejectedException>(() => BackupFolder.Load(folder));

        Assert.Equal(("backupTooNew", $"{folder} is a backup of another make (schema 2; this version reads 1)"),
            (newer.Code, newer.Message));
        Assert.Equal(("backupMissing", $"{_root.Path} is not a backup, but holds one: {folder}"), (above.Code, above.Message));
        Assert.Equal(("backupMissing", $"{folder} is not a backup: it has no manifest.json"), (none.Code, none.Message));
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

    private static void Change(string folder, Action<JsonNode> change)
    {
        string path = Path.Combine(folder, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        change(manifest);
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
