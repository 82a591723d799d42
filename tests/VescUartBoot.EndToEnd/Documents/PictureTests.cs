namespace VescUartBoot.EndToEnd.Documents;

/// <summary>The picture of the README is a run of the tool as it is today. <c>docs/pictures/make</c> makes it anew.</summary>
public sealed class PictureTests
{
    private const int Longest = 300_000;
    private const int Columns = 80;

    private static readonly string _path = Path.Combine(Repository.Root, "docs", "pictures", "install.svg");

    [Fact(Timeout = Longest)]
    public async Task The_picture_says_what_the_tool_says()
    {
        var installed = await Screen.RunAsync(Columns, "install", "--port", "sim://");
        var refused = await Screen.RunAsync(Columns, "install", "--port", "sim://?bootloader=present");
        Assert.Equal((0, 4), (installed.ExitCode, refused.ExitCode));
        string now = Picture.Draw(
            "A board without a bootloader gets one; a board that has one is left as it is",
            [("vescboot install --port sim://", installed), ("vescboot install --port 'sim://?bootloader=present'", refused)],
            Columns);
        if (Environment.GetEnvironmentVariable("VESCBOOT_ACCEPT_PICTURES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            await File.WriteAllTextAsync(_path, now);
            return;
        }

        string then = File.Exists(_path) ? await File.ReadAllTextAsync(_path) : "";
        Assert.True(Said(now) == Said(then),
            $"docs/pictures/install.svg is not what the tool says today; docs/pictures/make makes it anew\n{Said(then)}\nbut "
                + $"now\n{Said(now)}");
    }

    [Fact]
    public void The_README_shows_it()
    {
        Assert.Contains("](docs/pictures/install.svg)", Document.Read("README.md").Text, StringComparison.Ordinal);
    }

    // Where the last line is wrapped depends on how long the numbers in it are.
    private static string Said(string svg) => GoldenFile.Normalise(Picture.TextOf(svg)).TrimEnd('\n');
}
