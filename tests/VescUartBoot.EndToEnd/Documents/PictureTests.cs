namespace VescUartBoot.EndToEnd.Documents;

/// <summary>The pictures of screens are runs of the tool as it is today. <c>docs/pictures/make</c> makes them anew.</summary>
public sealed class PictureTests
{
    private const int Longest = 300_000;
    private const int Columns = 80;

    [Theory(Timeout = Longest)]
    [InlineData("install", "A board without a bootloader gets one; a board that has one is left as it is", new[] { 0, 4 },
        "install --port sim://", "install --port sim://?bootloader=present")]
    [InlineData("upgrade", "An upgrade from 6.05 to 7.00", new[] { 0 }, "upgrade --to 7.00 --port sim://?bootloader=present",
        Traits = ["Category", "Slow"])]
    public async Task The_picture_says_what_the_tool_says(string name, string title, int[] exitCodes, params string[] commands)
    {
        List<(string Command, Screen Screen)> runs = [];
        foreach (string command in commands)
        {
            runs.Add(($"vescboot {command}", await Screen.RunAsync(Columns, command.Split(' '))));
        }

        Assert.Equal(exitCodes, runs.Select(r => r.Screen.ExitCode));
        string now = Picture.Draw(title, runs, Columns);
        string path = PathOf(name);
        if (Environment.GetEnvironmentVariable("VESCBOOT_ACCEPT_PICTURES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, now);
            return;
        }

        string then = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(Said(now) == Said(then),
            $"docs/pictures/{name}.svg is not what the tool says today; docs/pictures/make makes it anew\n{Said(then)}\nbut "
                + $"now\n{Said(now)}");
    }

    [Theory]
    [InlineData("README.md", "](docs/pictures/install.svg)")]
    [InlineData("docs/upgrading.md", "](pictures/upgrade.svg)")]
    public void A_page_shows_it(string page, string link) => Assert.Contains(link, Document.Read(page).Text, StringComparison.Ordinal);

    private static string PathOf(string name) => Path.Combine(Repository.Root, "docs", "pictures", $"{name}.svg");

    // Where the last line is wrapped depends on how long the numbers in it are.
    private static string Said(string svg) => GoldenFile.Normalise(Picture.TextOf(svg)).TrimEnd('\n');
}
