using System.Text.Json;
using System.Text.RegularExpressions;

namespace VescUartBoot.Station.Recipes;

/// <summary>What is wrong with a JSON file of a person, in words that name no type of the program.</summary>
internal static partial class JsonWords
{
    /// <summary>The line and the fault.</summary>
    public static string Of(JsonException exception)
    {
        string fault = exception.Message.Split(" Path:")[0];
        string words = Unknown().Match(fault) is { Success: true } unknown ? $"{unknown.Groups["name"].Value} is no field here"
            : Missing().Match(fault) is { Success: true } missing ? $"{missing.Groups["names"].Value} is missing"
            : fault.Contains("could not be converted", StringComparison.Ordinal)
                ? $"the value of {exception.Path?.TrimStart('$', '.')} is of another kind"
            : fault;
        return $"line {exception.LineNumber + 1}: {words}";
    }

    [GeneratedRegex("^The JSON property (?<name>'.*') could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.$")]
    private static partial Regex Missing();
}
