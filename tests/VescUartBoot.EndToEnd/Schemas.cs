using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VescUartBoot.EndToEnd;

/// <summary>The published schemas of <c>docs/schemas</c>, and a validator of the keywords that they use. A keyword that it does not know fails.</summary>
internal static class Schemas
{
    private static readonly string _folder = Path.Combine(Repository.Root, "docs", "schemas");

    private static readonly Dictionary<string, JsonObject> _read = Directory.EnumerateFiles(_folder, "*.json")
        .ToDictionary(f => Path.GetFileName(f), f => JsonNode.Parse(File.ReadAllText(f))!.AsObject(), StringComparer.Ordinal);

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
    public static string? Problem(string schema, JsonNode? value) => Check(_read[schema], schema, value, "$");

    private static string? Check(JsonObject schema, string file, JsonNode? value, string at)
    {
        foreach (var (keyword, rule) in schema)
        {
            if (CheckKeyword(keyword, rule!, schema, file, value, at) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? CheckKeyword(string keyword, JsonNode rule, JsonObject schema, string file, JsonNode? value, string at) => keyword switch
    {
        "$schema" or "title" or "description" or "$defs" => null,
        "type" => CheckType(rule, value) ? null : $"{at} is {Kind(value)}, not {rule.ToJsonString()}",
        "const" => JsonNode.DeepEquals(rule, value) ? null : $"{at} is not {rule.ToJsonString()}",
        "enum" => rule.AsArray().Any(v => JsonNode.DeepEquals(v, value)) ? null : $"{at} is {value?.ToJsonString()}, none of {rule.ToJsonString()}",
        "pattern" => value is null || Regex.IsMatch((string)value!, (string)rule!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) ? null : $"{at} does not look like {rule}",
        "minimum" => value is null || (double)value >= (double)rule ? null : $"{at} is below {rule}",
        "required" => rule.AsArray().Select(r => (string)r!).FirstOrDefault(r => !value!.AsObject().ContainsKey(r)) is { } missing ? $"{at} has no {missing}" : null,
        "properties" => rule.AsObject().Where(p => value!.AsObject().ContainsKey(p.Key))
            .Select(p => Check(p.Value!.AsObject(), file, value![p.Key], $"{at}.{p.Key}")).FirstOrDefault(p => p is not null),
        "additionalProperties" => value!.AsObject().Select(p => p.Key).FirstOrDefault(k => !schema["properties"]!.AsObject().ContainsKey(k)) is { } unknown
            ? $"{at}.{unknown} is not published" : null,
        "items" => value!.AsArray().Select((v, i) => Check(rule.AsObject(), file, v, $"{at}[{i}]")).FirstOrDefault(p => p is not null),
        "oneOf" => rule.AsArray().Count(s => Check(s!.AsObject(), file, value, at) is null) == 1 ? null : $"{at} fits none or several of its forms",
        "$ref" => CheckReference((string)rule!, file, value, at),
        _ => throw new NotSupportedException($"{file} uses {keyword}"),
    };

    private static string? CheckReference(string reference, string file, JsonNode? value, string at)
    {
        string[] parts = reference.Split("#/$defs/");
        string target = parts[0].Length == 0 ? file : parts[0];
        return Check(_read[target]["$defs"]![parts[1]]!.AsObject(), target, value, at);
    }

    private static bool CheckType(JsonNode rule, JsonNode? value) => rule is JsonArray several
        ? several.Any(t => CheckType(t!, value))
        : (string)rule! switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => Kind(value) == JsonValueKind.String,
            "boolean" => Kind(value) is JsonValueKind.True or JsonValueKind.False,
            "number" => Kind(value) == JsonValueKind.Number,
            "integer" => Kind(value) == JsonValueKind.Number && (double)value! is var number && Math.Floor(number) == number,
            "null" => value is null,
            var other => throw new NotSupportedException(other),
        };

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;
}

/// <summary>Where the repository is that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "VescUartBoot.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
