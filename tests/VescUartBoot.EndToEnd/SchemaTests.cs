using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.EndToEnd;

/// <summary>What <c>--json</c> prints, and what the documents say that it prints, is what is published. Every other test checks its lines
/// too.</summary>
public sealed class SchemaTests
{
    private const int Longest = 300_000;

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
        .Select(f => Path.GetRelativePath(Repository.Root, f))];

    [Theory(Timeout = Longest)]
    [InlineData("check", "-p", "sim://?timing=off")]
    [InlineData("check", "-p", "sim://?timing=off&bootloader=present")]
    [InlineData("info", "-p", "sim://?timing=off&fw=7.00")]
    [InlineData("install", "-p", "sim://?timing=off")]
    [InlineData("install", "-p", "sim://?timing=off", "--dry-run")]
    [InlineData("install", "-p", "sim://?timing=off&bootloader=present")]
    [InlineData("verify", "-p", "sim://?timing=off")]
    [InlineData("upgrade", "-p", "sim://?timing=off&bootloader=present", "--to", "7.00")]
    [InlineData("upgrade", "-p", "sim://?timing=off", "--to", "7.00", "--dry-run")]
    [InlineData("upgrade", "--ports", "sim://?timing=off&bootloader=present,sim://?timing=off&erpm=900", "--to", "7.00")]
    [InlineData("doctor", "-p", "sim://?timing=off")]
    [InlineData("doctor", "-p", "tcp://127.0.0.1:1")]
    [InlineData("doctor", "--print-rule")]
    [InlineData("rescue", "look", "-p", "sim://?timing=off&helper=7.00:60_MK6")]
    [InlineData("rescue", "install", "-p", "sim://?timing=off&helper=7.00:60_MK6")]
    [InlineData("rescue", "restore", "--to", "7.00", "-p", "sim://?timing=off&helper=blank")]
    [InlineData("rescue", "restore", "--to", "7.00", "--hardware", "60_MK6", "-p", "sim://?timing=off&helper=blank")]
    [InlineData("ports", "--probe")]
    [InlineData("explain")]
    [InlineData("explain", "nonsense")]
    [InlineData("config", "show", "--baud", "9600")]
    [InlineData("bundle", "list")]
    [InlineData("bundle", "show", "7.00/60_MK6")]
    [InlineData("bundle", "verify")]
    [InlineData("bundle", "path")]
    [InlineData("completion", "bash")]
    [InlineData("frobnicate")]
    [InlineData("check", "--nonsense")]
    public async Task What_is_printed_is_what_is_published(params string[] arguments)
    {
        var run = await Tool.RunAsync([.. arguments, "--json"]);

        Assert.NotEmpty(run.Events);
        Assert.Equal(run.ExitCode, (int)run.Result["exitCode"]!);
    }

    [Fact(Timeout = Longest)]
    public async Task A_trace_that_was_just_written_replays_and_its_turns_are_as_published()
    {
        string trace = Path.Combine(Directory.CreateTempSubdirectory("vescboot-").FullName, "run.trace");
        Assert.Equal(0, (await Tool.RunAsync("info", "-p", "sim://?timing=off", "--trace", trace)).ExitCode);

        var replay = await Tool.RunAsync("replay", trace, "--json");

        Assert.Equal(0, replay.ExitCode);
        Assert.Equal(0, (int)replay.Result["corruptBytes"]!);
        Assert.Contains(replay.Events, e => (string?)e["text"] == "who are you?");
        Directory.Delete(Path.GetDirectoryName(trace)!, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_event_in_the_documents_is_as_published(string document)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, document));
        foreach (Match block in Regex.Matches(text, "```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture))
        {
            foreach (var line in Objects(block.Groups["json"].Value))
            {
                if (line["event"] is not null)
                {
                    Schemas.Require(line);
                }
            }
        }
    }

    [Fact]
    public void Every_schema_is_one_of_an_event_or_a_result_and_names_the_phases_of_the_code()
    {
        Assert.All(Schemas.Names, n => Assert.Matches("^(common|event-[a-zA-Z]+|result-[a-z-]+)\\.json$", n));
        Assert.All(Enum.GetValues<JobPhase>(),
            p => Schemas.Require(new JsonObject { ["event"] = "phase", ["name"] = JsonNamingPolicyWord(p) }));
    }

    [Fact]
    public void Every_keyword_of_a_schema_is_one_that_the_readme_of_the_schemas_names()
    {
        string readme = File.ReadAllText(Path.Combine(Schemas.Folder, "README.md"));

        Assert.All(
            Schemas.Names.SelectMany(n => Keywords(JsonNode.Parse(File.ReadAllText(Path.Combine(Schemas.Folder, n)))!))
                .Distinct(StringComparer.Ordinal),
            k => Assert.Contains($"`{k}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_validator_finds_what_is_wrong()
    {
        JsonObject Line() => new() { ["event"] = "warning", ["code"] = "linkLost", ["message"] = "gone" };
        var good = Line();
        var without = Line();
        without.Remove("message");
        var more = Line();
        more["more"] = 1;
        var wrongWord = Line();
        wrongWord["code"] = "Link lost";
        var wrongType = Line();
        wrongType["message"] = 3;

        Assert.Null(Schemas.Problem("event-warning.json", good));
        Assert.All([without, more, wrongWord, wrongType], bad => Assert.NotNull(Schemas.Problem("event-warning.json", bad)));
    }

    // What stands in these two has names of its own.
    private static IEnumerable<string> Keywords(JsonNode node) => node switch
    {
        JsonObject schema => schema.SelectMany(p => p.Key is "properties" or "$defs"
            ? p.Value!.AsObject().SelectMany(named => Keywords(named.Value!)).Prepend(p.Key)
            : Keywords(p.Value!).Prepend(p.Key)),
        JsonArray several => several.SelectMany(n => Keywords(n!)),
        _ => [],
    };

    private static string JsonNamingPolicyWord(JobPhase phase) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());

    // One object, or one a line.
    private static List<JsonNode> Objects(string json)
    {
        var reader = new System.Text.Json.Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json),
            new System.Text.Json.JsonReaderOptions { AllowMultipleValues = true });
        List<JsonNode> objects = [];
        while (reader.Read())
        {
            objects.Add(JsonNode.Parse(ref reader)!);
        }

        return objects;
    }
}
