namespace VescUartBoot.EndToEnd;

public sealed class BackupTests
{
    private const int Longest = 300_000;

    [Fact(Timeout = Longest)]
    public async Task Settings_of_another_firmware_are_carried_over_and_each_is_in_the_result()
    {
        using var old = new Bench("fw=5.03&timing=off");
        using var bench = new Bench("fw=7.00&timing=off");
        string root = bench.FileNamed("kept");
        string folder =
            (string)(await Tool.RunAsync("backup", "-p", old.Port, "--out", root, "--method", "passive", "--json")).Result["savedTo"]!;

        var restore = await Tool.RunAsync("restore", folder, "--settings", "keep", "--only", "settings", "-p", bench.Port, "--yes",
            "--json");

        Assert.Equal(0, restore.ExitCode);
        var parts = restore.Result["restored"]!.AsArray();
        Assert.Equal(2, parts.Count);
        Assert.All(parts, r => Assert.Equal(("restored", "keep"), ((string?)r!["state"], (string?)r["mode"])));
        var rate = parts.SelectMany(p => p!["settings"]!.AsArray()).Single(s => (string?)s!["name"] == "foc_f_zv")!;
        Assert.Equal("kept", (string?)rate["fate"]);
        Assert.False((bool)rate["ownerSet"]!);
    }

    [Fact(Timeout = Longest)]
    public async Task The_backup_of_another_board_exits_3_unless_it_is_named()
    {
        using var other = new Bench("fw=6.05&timing=off&uuid=000102030405060708090a0b");
        using var bench = new Bench("fw=6.05&timing=off");
        string folder =
            (string)(await Tool.RunAsync("backup", "-p", other.Port, "--out", bench.FileNamed("kept"), "--yes",
                "--json")).Result["savedTo"]!;

        Assert.Equal(3, (await Tool.RunAsync("restore", folder, "-p", bench.Port, "--yes")).ExitCode);
        Assert.Equal(0,
            (await Tool.RunAsync("restore", folder, "-p", bench.Port, "--yes", "--from-other-board", "000102030405060708090A0B")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task A_backup_that_was_tampered_with_exits_7_before_the_port_is_touched()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        string folder =
            (string)(await Tool.RunAsync("backup", "-p", bench.Port, "--out", bench.FileNamed("kept"), "--yes",
                "--json")).Result["savedTo"]!;
        byte[] motor = await File.ReadAllBytesAsync(Path.Combine(folder, "motor.bin"));
        motor[20] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "motor.bin"), motor);
        int commands = bench.Board.Report().Commands.Values.Sum();

        var changed = await Tool.RunAsync("restore", folder, "-p", bench.Port, "--yes", "--json");
        var none = await Tool.RunAsync("restore", bench.FileNamed("nowhere"), "-p", bench.Port, "--yes", "--json");

        Assert.Equal((7, "backupDamaged"), (changed.ExitCode, (string?)changed.Result["error"]!["code"]));
        Assert.Equal((7, "backupMissing"), (none.ExitCode, (string?)none.Result["error"]!["code"]));
        Assert.Equal(commands, bench.Board.Report().Commands.Values.Sum());
    }

    [Fact(Timeout = Longest)]
    public async Task The_newest_backup_of_this_board_is_found_where_backup_puts_it()
    {
        using var bench = new Bench("fw=6.05&timing=off&uuid=0a0102030405060708090a0c");
        Assert.Equal(7, (await Tool.RunAsync("restore", "-p", bench.Port, "--yes")).ExitCode);

        var backup = await Tool.RunAsync("backup", "-p", bench.Port, "--yes");
        var restore = await Tool.RunAsync("restore", "-p", bench.Port, "--yes");

        Assert.Equal((0, 0), (backup.ExitCode, restore.ExitCode));
        Assert.Contains("done          the backup is in ", backup.Output, StringComparison.Ordinal);
        Assert.StartsWith("done          2 parts of the backup of ", restore.Output, StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Fact(Timeout = Longest)]
    public async Task A_sector_that_replace_saved_goes_back()
    {
        using var bench = new Bench("fw=6.05&timing=off&bootloader=old");
        string saved = bench.FileNamed("old.bin");
        Assert.Equal(0,
            (await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--yes", "--replace", "--save", saved)).ExitCode);

        Assert.Equal(4, (await Tool.RunAsync("restore", "--sector", saved, "-p", bench.Port, "--yes")).ExitCode);
        var run = await Tool.RunAsync("restore", "--sector", saved, "-p", bench.Port, "--yes", "--replace", "--save",
            bench.FileNamed("newer.bin"), "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(bench.FileNamed("newer.bin"), (string?)run.Result["savedTo"]);
        Assert.Equal("present", (string?)run.Result["bootloader"]!["after"]);
        Assert.Equal(bench.Before, bench.Flash);
        Assert.Equal(7, (await Tool.RunAsync("restore", "--sector", bench.Image, "-p", bench.Port, "--yes", "--replace")).ExitCode);
    }

    [Fact(Timeout = Longest)]
    public async Task Firmware_that_cannot_be_read_exits_5_and_leaves_no_file()
    {
        using var bench = new Bench("fw=5.02&timing=off");
        string file = bench.FileNamed("app.bin");

        var run = await Tool.RunAsync("dump", "app", file, "-p", bench.Port, "--yes", "--json");

        Assert.Equal((5, "flashUnreadable"), (run.ExitCode, (string?)run.Result["error"]!["code"]));
        Assert.False(File.Exists(file));
    }

    [Fact(Timeout = Longest)]
    public async Task Without_a_terminal_and_without_yes_a_dump_says_what_to_add()
    {
        using var bench = new Bench("fw=6.05&timing=off");

        var run = await Tool.RunAsync("dump", "settings", bench.FileNamed("s.bin"), "-p", bench.Port, "--json");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("--yes", (string?)run.Result["error"]!["next"], StringComparison.Ordinal);
        Assert.Equal(bench.Before, bench.Flash);
    }

    [Theory(Timeout = Longest)]
    [InlineData("dump", "nonsense", "file.bin")]
    [InlineData("dump", "0x08000000:0x100001", "file.bin")]
    [InlineData("dump", "settings")]
    [InlineData("restore", "--only", "everything")]
    [InlineData("restore", "--replace")]
    [InlineData("restore", "somewhere", "--sector", "old.bin")]
    [InlineData("restore", "--sector", "old.bin", "--only", "settings")]
    [InlineData("restore", "--sector", "old.bin", "--save", "new.bin")]
    [InlineData("restore", "--from-other-board", "nonsense")]
    public async Task Usage_that_means_nothing_exits_2(params string[] arguments) =>
        Assert.Equal(2, (await Tool.RunAsync(arguments)).ExitCode);
}
