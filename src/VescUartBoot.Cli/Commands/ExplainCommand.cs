using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot explain</c>: explains a code, with the next step.</summary>
internal static class ExplainCommand
{
    private const int LabelWidth = 11;

    public static CommandDefinition Word { get; } = new(
        "explain",
        """
        Explain an exit code, error, warning or blink, with the next step

        Examples:
          vescboot explain 5
          vescboot explain bootloaderUnknown
          vescboot explain red3
          vescboot explain
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var code = new Argument<string[]>("CODE")
        {
            Description =
            "An exit code, an error or warning code, or a blink such as red3 (default: all)",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command(word.Name, word.Says) { code };
        return OfflineCommand.Define(command, "explain", run => Run(run.Parsed.GetValue(code) is { Length: > 0 } words ? words : null));
    }

    // "exit 5" and "red 3" are one code each; "5 linkLost" is two codes.
    private static List<Explanation> Find(string[] words) => Explanations.Find(string.Join(' ', words)) is { Count: > 0 } one
        ? [.. one]
        : [.. words.TakeWhile(_ => words.All(w => Explanations.Find(w).Count > 0)).SelectMany(Explanations.Find)];

    private static Outcome Run(string[]? words)
    {
        string? code = words is null ? null : words.FirstOrDefault(w => words.Length > 1 && Explanations.Find(w).Count == 0)
            ?? string.Join(' ', words);
        var found = words is null ? Explanations.All : Find(words);
        if (code is not null && found.Count == 0)
        {
            string near = int.TryParse(code, out _) ? ""
                : code.StartsWith("red", StringComparison.Ordinal) && int.TryParse(code.AsSpan(3), out int fault)
                    ? $"; firmware that runs blinks so for its fault {fault}: vescboot check names it"
                : DidYouMean.Suggest(code, Explanations.All.Select(e => e.Code).Distinct(StringComparer.Ordinal));
            return new Outcome(CliError.OfTable("codeUnknown", $"'{code}' is not a code of vescboot{near}"));
        }

        int width = Terminal.OutputWidth();
        return new Outcome
        {
            Lines = [.. code is null ? List(found, width) : found.SelectMany(e => Details(e, width))],
            More = new()
            {
                ["codes"] = new JsonArray([.. found.Select(e => (JsonNode)new JsonObject
                {
                    ["kind"] = JsonOutput.Word(e.Kind),
                    ["code"] = e.Code,
                    ["means"] = e.Means,
                    ["next"] = e.Next,
                })]),
            },
        };
    }

    private static IEnumerable<string> Details(Explanation e, int width) =>
    [
        .. TextWrap.Labelled("code".PadRight(LabelWidth), $"{e.Code}, {Kind(e.Kind)}", width),
        .. TextWrap.Labelled("means".PadRight(LabelWidth), e.Means, width),
        .. TextWrap.Labelled("next".PadRight(LabelWidth), e.Next, width),
    ];

    private static IEnumerable<string> List(IReadOnlyList<Explanation> all, int width)
    {
        foreach (var group in all.GroupBy(e => e.Kind))
        {
            yield return $"{Heading(group.Key)}:";
            int code = group.Max(e => e.Code.Length) + 2;
            foreach (string line in group.SelectMany(e => TextWrap.Labelled("  " + e.Code.PadRight(code), e.Means, width)))
            {
                yield return line;
            }
        }
    }

    private static string Kind(CodeKind kind) => kind switch
    {
        CodeKind.ExitCode => "an exit code",
        CodeKind.Error => "an error",
        CodeKind.Warning => "a warning",
        _ => "what the LEDs of a board show",
    };

    private static string Heading(CodeKind kind) => kind switch
    {
        CodeKind.ExitCode => "Exit codes",
        CodeKind.Error => "Errors",
        CodeKind.Warning => "Warnings",
        _ =>
            "Blinks of the bootloader right after a restart (the generic build has no LED; running firmware blinks red N times for fault "
                + "N)",
    };
}
