using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>A board whose hardware name is made to do harm: on a screen, in JSON, in a spreadsheet, in a shell, in a file name.</summary>
public sealed class HostileNameTests
{
    private const int Longest = 300_000;
    private const string Uuid = "3a002b000f51383036343731";

    // In Latin-1, a byte for each character, so that a name may hold any byte.
    private static readonly Dictionary<string, string> _names = new(StringComparer.Ordinal)
    {
        ["escapes"] = "\u001b[2J\u001b]0;owned\u0007\u009b31m",
        ["lines"] = "60\r\nok: done and verified\n{\"event\":\"result\",\"exitCode\":0}",
        ["elsewhere"] = "../../../../tmp/vescboot-was-here",
        ["separators"] = "a/b\\\\host\\share:stream*?",
        ["long"] = new string('A', 440),
        ["bidi"] = Bytes("60\u202Egnp.exe\u2066\u200F\u2028"),
        ["invalid UTF-8"] = "\u00C3\u0028\u00FF\u00FE\u00ED\u00A0\u0080",
        ["CON"] = "CON",
        ["NUL"] = "NUL.txt",
        ["formula"] = "=cmd|' /C calc'!A0",
        ["cells"] = "\"a\",b;\t+1",
        ["shell"] = "$(touch owned)`touch owned`'; touch owned; #",
    };

    [Theory(Timeout = Longest)]
    [InlineData("escapes")]
    [InlineData("lines", Traits = ["Category", "Slow"])]
    [InlineData("elsewhere", Traits = ["Category", "Slow"])]
    [InlineData("separators", Traits = ["Category", "Slow"])]
    [InlineData("long", Traits = ["Category", "Slow"])]
    [InlineData("bidi", Traits = ["Category", "Slow"])]
    [InlineData("invalid UTF-8", Traits = ["Category", "Slow"])]
    [InlineData("CON", Traits = ["Category", "Slow"])]
    [InlineData("NUL", Traits = ["Category", "Slow"])]
    [InlineData("formula")]
    [InlineData("cells", Traits = ["Category", "Slow"])]
    [InlineData("shell", Traits = ["Category", "Slow"])]
    public async Task Whatever_a_board_is_called_harms_no_screen_no_file_and_no_spreadsheet(string name)
    {
        using var bench = NamedBoard(_names[name]);
        string trace = bench.FileNamed("board.frames");

        var info = await Tool.RunAsync("info", "-p", bench.Port, "--no-color", "--trace", trace);
        Assert.Equal(0, info.ExitCode);
        AssertHarmless(info);
        AssertHarmless(await File.ReadAllTextAsync(trace));
        AssertHarmless(await Tool.RunAsync("replay", trace));

        var install = await Tool.RunAsync("install", "-p", bench.Port, "--image", bench.Image, "--replace", "--yes", "--json");
        Assert.Equal(0, install.ExitCode);
        AssertHarmless(install);
        string saved = (string)install.Result["savedTo"]!;
        Assert.StartsWith($"{Uuid}-", Path.GetFileName(saved), StringComparison.Ordinal);

        var backup = await Tool.RunAsync("backup", "-p", bench.Port, "--yes", "--json");
        Assert.Equal(0, backup.ExitCode);
        AssertHarmless(backup);
        string kept = (string)backup.Result["savedTo"]!;
        var restore = await Tool.RunAsync("restore", kept, "-p", bench.Port, "--yes");
        Assert.Equal(0, restore.ExitCode);
        AssertHarmless(restore);

        AssertHarmless(await Tool.RunAsync("history"));
        var rows = Rows((await Tool.RunAsync("history", "--csv")).Output);
        Assert.Equal(4, rows.Count);
        Assert.All(rows, r => Assert.Equal(rows[0].Count, r.Count));
        Assert.All(rows.Skip(1), r => Assert.DoesNotContain(r, c => c.Length > 0 && "=+-@".Contains(c[0], StringComparison.Ordinal)));
        AssertNamesAreOurOwn();
    }

    [Fact(Timeout = Longest)]
    public async Task The_command_to_type_next_holds_no_word_of_a_hostile_board()
    {
        using var bench = NamedBoard(_names["shell"]);
        await File.WriteAllBytesAsync(bench.FileNamed("7.00.bin"), SimulatedImage.Firmware("7.00", "60_MK6"));

        var run = await Tool.RunAsync("upgrade", "-p", bench.Port, "--image", bench.FileNamed("7.00.bin"), "--yes", "--json");

        Assert.Equal(7, run.ExitCode);
        Assert.DoesNotContain("--force-hardware $", (string?)run.Result["error"]!["next"], StringComparison.Ordinal);
        AssertHarmless(run);
    }

    // The answer to "who are you" is exchanged for one that no sound board gives; all else is as it should be.
    private static Bench NamedBoard(string name)
    {
        byte[] answer = [0, 6, 5, .. Encoding.Latin1.GetBytes(name), 0, .. Convert.FromHexString(Uuid), .. new byte[13]];
        return new Bench("fw=6.05&bootloader=present&timing=off",
            o => o with { Faults = [Fault.ToReply(0, 0, new Truncate(0)), Fault.ToReply(0, 0, new Insert(RawPort.Frame(answer)))] });
    }

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static void AssertHarmless(ToolResult run)
    {
        AssertHarmless(run.Output);
        AssertHarmless(run.Error);
        if (run.Output.StartsWith('{'))
        {
            // What JSON hides in escapes counts too.
            foreach (string? node in run.Events.SelectMany(Strings))
            {
                AssertHarmless(node);
            }
        }
    }

    // No character that a terminal obeys or that turns the text round; nothing but the end of a line.
    private static void AssertHarmless(string text)
    {
        foreach (char c in text)
        {
            var category = char.GetUnicodeCategory(c);
            Assert.True(
                c == '\n'
                    || category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate),
                $"U+{(int)c:X4} in: {text}");
        }
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Strings(p.Value)),
        JsonArray a => a.SelectMany(Strings),
        JsonValue v when v.TryGetValue(out string? text) => [text],
        _ => [],
    };

    // RFC 4180, read strictly.
    private static List<List<string>> Rows(string csv) =>
    [
        .. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            List<string> cells = [];
            var cell = new StringBuilder();
            bool quoted = false;
            for (int i = 0; i < line.Length; i++)
            {
                if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (line[i] == '"')
                {
                    quoted = !quoted;
                }
                else if (line[i] == ',' && !quoted)
                {
                    cells.Add(cell.ToString());
                    cell.Clear();
                }
                else
                {
                    cell.Append(line[i]);
                }
            }

            Assert.False(quoted, line);
            cells.Add(cell.ToString());
            return cells;
        }),
    ];

    // Every file in the state directory has a name of our own making, and none that Windows keeps for a device.
    private static void AssertNamesAreOurOwn()
    {
        string[] reserved = ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })];
        string root = Path.Combine(Tool.State, "vescboot");
        string[] names = [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(p => Path.GetFileName(p)!)];
        Assert.NotEmpty(names);
        Assert.All(names, n =>
        {
            Assert.Matches("^[A-Za-z0-9._-]{1,120}$", n);
            Assert.DoesNotContain(n.Split('.')[0], reserved, StringComparer.OrdinalIgnoreCase);
        });
        Assert.False(File.Exists("/tmp/vescboot-was-here"));
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory, "owned*"));
    }
}
