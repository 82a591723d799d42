namespace VescUartBoot.EndToEnd;

/// <summary>Whoever exchanges what is in the bootloader sector reads where the old content was saved, also with --yes and
/// --quiet.</summary>
public sealed class SavedContentTests
{
    private const int Longest = 120_000;
    private const string Saved = "the old content of the bootloader sector: ";

    [Theory(Timeout = Longest)]
    [InlineData("--yes")]
    [InlineData("--yes", "--quiet")]
    public async Task Install_with_replace_says_where_the_old_content_is(params string[] options)
    {
        using var bench = new Bench("fw=6.05&bootloader=garbage&timing=off");

        var run = await Tool.RunAsync(["install", "-p", bench.Port, "--image", bench.Image, "--replace", .. options]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(bench.Before[0xE0000..], await File.ReadAllBytesAsync(PathIn(run.Error)));
    }

    [Fact(Timeout = Longest)]
    public async Task The_exchange_in_an_upgrade_says_it_too_and_a_simulated_board_leaves_nothing_in_the_state_directory()
    {
        var run = await Tool.RunAsync("upgrade", "-p", "sim://?timing=off&bootloader=old", "--to", "7.00", "--yes");
        string path = PathIn(run.Error);
        var folder = Directory.GetParent(path)!.Parent!;

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(0x20000, new FileInfo(path).Length);
        Assert.StartsWith("vescboot-simulated-", folder.Name, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(folder.FullName, "backups")));
        Assert.False(Directory.Exists(Tool.State));
        folder.Delete(recursive: true);
    }

    [Fact(Timeout = Longest)]
    public async Task A_rescue_saves_under_the_UUID_of_the_target_and_says_what_was_there_before()
    {
        using var bench = new Bench("timing=off&helper=6.05:60_MK6:bootloader=garbage");

        var run = await Tool.RunAsync("rescue", "install", "-p", bench.Port, "--image", bench.Image, "--replace", "--yes");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("ba002b000f51383036343731-", Path.GetFileName(PathIn(run.Error)), StringComparison.Ordinal);
        Assert.Contains("settings      before: stored", run.Output, StringComparison.Ordinal);
    }

    private static string PathIn(string said)
    {
        string line = said.Split('\n').Single(l => l.Contains(Saved, StringComparison.Ordinal));
        return line[(line.IndexOf(Saved, StringComparison.Ordinal) + Saved.Length)..].Trim();
    }
}
