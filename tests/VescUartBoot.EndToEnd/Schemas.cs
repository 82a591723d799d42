using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace VescUartBoot.EndToEnd;

/// <summary>The published schemas of <c>docs/schemas</c>.</summary>
internal static class Schemas
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "schemas");

    // Not the address of a file: in such a one JsonSchema.Net 8.0.5 passes over what follows the # of a $ref.
    private static readonly Uri _address = new("https://example.org/schemas/");

    private static readonly EvaluationOptions _allErrors = new() { OutputFormat = OutputFormat.List };

    // In the order of names, because a schema is found only by those that are read after it: common.json is the first.
    private static readonly Dictionary<string, JsonSchema> _read = Directory.EnumerateFiles(Folder, "*.json")
        .Order(StringComparer.Ordinal)
        .ToDictionary(f => Path.GetFileName(f),
            f => JsonSchema.FromText(File.ReadAllText(f), baseUri: new Uri(_address, Path.GetFileName(f))), StringComparer.Ordinal);

    public static IEnumerable<string> Names => _read.Keys;

    /// <summary>The schema that an event of the tool must fit.</summary>
    public static string NameFor(JsonNode line) => (string?)line["event"] == "result"
        ? $"result-{(string?)line["command"]}.json".Replace(' ', '-') is var named && _read.ContainsKey(named) ? named : "result-usage.json"
        : $"event-{(string?)line["event"]}.json";

    /// <summary>Fails the test if <paramref name="line"/> is no event as it is published.</summary>
    public static void Require(JsonNode line)
    {
        string name = NameFor(line);
        Assert.True(_read.ContainsKey(name), $"there is no docs/schemas/{name} for {line.ToJsonString()}");
        Assert.True(Problem(name, line) is null, $"docs/schemas/{name}: {Problem(name, line)}\n{line.ToJsonString()}");
    }

    /// <summary>What is wrong with <paramref name="value"/>, or <see langword="null"/>.</summary>
    public static string? Problem(string schema, JsonNode value)
    {
        var results = _read[schema].Evaluate(JsonSerializer.SerializeToElement(value), _allErrors);
        return results.IsValid ? null
            : string.Join("; ", (results.Details ?? []).SelectMany(r => (r.Errors ?? []).Select(e => $"{r.InstanceLocation} {e.Value}")));
    }
}
