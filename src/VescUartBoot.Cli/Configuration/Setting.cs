using System.Globalization;
using System.Runtime.InteropServices;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Configuration;

/// <summary>One setting.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Variable">The environment variable; an empty one counts as none.</param>
/// <param name="Option">The option that beats it, if there is one.</param>
/// <param name="Meaning">What it is.</param>
internal sealed record Setting(string Name, string Variable, string? Option, string Meaning)
{
    /// <summary>What the environment holds.</summary>
    public string? InEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>The word that the environment holds.</summary>
    /// <exception cref="CliException">It is none of <paramref name="words"/>.</exception>
    public string? WordIn(IReadOnlyList<string> words) =>
        InEnvironment is not { } text || words.Contains(text, StringComparer.Ordinal) ? InEnvironment
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {string.Join(" or ", words)}, not '{text}'",
            $"correct or unset {Variable}"));

    /// <summary>The number that the environment holds.</summary>
    /// <exception cref="CliException">It is none, or out of range.</exception>
    public int? NumberIn(NumberRange range) =>
        InEnvironment is not { } text ? null
        : range.TryParse(text, out int value) ? value
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {range}, not '{text}'",
            $"correct or unset {Variable}"));
}
