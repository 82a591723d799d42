using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace VescUartBoot.Station.Recipes;

/// <summary>What is wrong with a JSON file of a person, in words that name no type of the program.</summary>
internal static partial class JsonWords
{
    /// <summary>A file without the mark that some editors put before UTF-8.</summary>
    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> content) =>
        content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;

    /// <summary>The line and the fault.</summary>
    /// <param name="exception">The fault.</param>
    /// <param name="content">The type of the whole file.</param>
    public static string Of(JsonException exception, JsonTypeInfo content)
    {
        string fault = exception.Message.Split(" Path:")[0];
        string words = exception.InnerException is JsonException ? Syntax(fault)
            : Unknown().Match(fault) is { Success: true } unknown ? $"{unknown.Groups["name"].Value} is no field here"
            : Missing().Match(fault) is { Success: true } missing ? $"{missing.Groups["names"].Value} is missing"
            : Twice().Match(fault) is { Success: true } twice ? $"{twice.Groups["name"].Value} is there twice"
            : OtherKind().Match(fault) is { Success: true } other
                ? $"{Field(exception)} is {Kind(TypeAt(exception, content) ?? other.Groups["type"].Value)}"
            : fault.Contains("null", StringComparison.Ordinal) ? $"{Field(exception)} cannot be null"
            : $"{Field(exception)}: {fault}";
        return $"line {exception.LineNumber + 1}: {words}";
    }

    private static string Syntax(string fault) =>
        fault.Contains("does not contain any JSON", StringComparison.Ordinal) ? "the file is empty"
        : fault.Contains("trailing comma", StringComparison.Ordinal) ? "the comma before the closing bracket has to go"
        : fault.Contains("open JSON", StringComparison.Ordinal) || fault.Contains("a delimiter", StringComparison.Ordinal)
            ? "the file ends before its brackets are closed"
        : fault.Contains("end of string", StringComparison.Ordinal) ? "a text without its closing quotation mark"
        : Unexpected().Match(fault) is { Success: true } unexpected ? $"this is not JSON, from {unexpected.Groups["what"].Value} on"
        : "this is not JSON";

    private static string Field(JsonException exception) =>
        exception.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "the content of the file";

    // The message names the object instead, where its constructor takes the field.
    private static string? TypeAt(JsonException exception, JsonTypeInfo content)
    {
        var type = content;
        foreach (string step in exception.Path?.Split('.').Skip(1) ?? [])
        {
            string name = step.Split('[')[0];
            if (type.Properties.FirstOrDefault(p => p.Name == name) is not { } property)
            {
                return null;
            }

            type = type.Options.GetTypeInfo(property.PropertyType);
            if (step.EndsWith(']') && type.ElementType is { } element)
            {
                type = type.Options.GetTypeInfo(element);
            }
        }

        return type.Type.ToString();
    }

    private static string Kind(string type) =>
        type.Contains("IReadOnlyList", StringComparison.Ordinal) ? "a list in [ ]"
        : type.Contains("TimeOnly", StringComparison.Ordinal) ? "a time of day, HH:MM from 00:00 to 23:59"
        : type.Contains("DayOfWeek", StringComparison.Ordinal) ? "a day, \"monday\" to \"sunday\""
        : type.Contains("DateTimeOffset", StringComparison.Ordinal) ? "a time with its zone, such as \"2026-12-31T00:00:00Z\""
        : type.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : type.Contains("Double", StringComparison.Ordinal) || type.Contains("Decimal", StringComparison.Ordinal) ? "a number"
        : type.Contains("String", StringComparison.Ordinal) && !type.Contains("Dictionary", StringComparison.Ordinal)
            ? "a text in quotation marks"
        : type.Contains("Boolean", StringComparison.Ordinal) ? "true or false"
        : "an object in { }";

    [GeneratedRegex("^The JSON property (?<name>'.*') could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property (?<name>'.*?')")]
    private static partial Regex Twice();

    [GeneratedRegex("could not be converted to (?<type>.*)\\.$")]
    private static partial Regex OtherKind();

    [GeneratedRegex("^(?<what>'.+?') is (an )?invalid")]
    private static partial Regex Unexpected();
}
