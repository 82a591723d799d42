using System.Text.Json.Nodes;

namespace VescUartBoot.EndToEnd;

/// <summary>A note of an earlier run that cannot be read: a command that only reads warns of it, and leaves it as it is.</summary>
public sealed class DamagedNoteTests
{
    private const int Longest = 120_000;

    [Fact(Timeout = Longest)]
    public async Task Info_ends_well_with_a_warning_and_leaves_the_page_where_it_is()
    {
        using var bench = new Bench("fw=6.05&timing=off");
        var board = (await Tool.RunAsync("info", "-p", bench.Port, "--json")).Result["board"]!;
        string page = Path.Combine(Tool.State, "vescboot", "unfinished", $"{(string)board["uuid"]!}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(page)!);
        await File.WriteAllTextAsync(page, "{\"torn");

        for (int run = 0; run < 2; run++)
        {
            var info = await Tool.RunAsync("info", "-p", bench.Port, "--json");

            Assert.Equal(0, info.ExitCode);
            Assert.Contains(info.Events, e => IsWarning(e, "journalDamaged"));
            Assert.Equal("{\"torn", await File.ReadAllTextAsync(page));
        }

        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(page)!));
    }

    private static bool IsWarning(JsonNode line, string code) => (string?)line["event"] == "warning" && (string?)line["code"] == code;
}
