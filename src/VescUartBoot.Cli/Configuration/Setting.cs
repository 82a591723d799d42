using System.Globalization;
using System.Runtime.InteropServices;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Configuration;

/// <summary>One setting of the tool.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Variable">The environment variable; an empty one is ignored.</param>
/// <param name="Option">The option that overrides it, if any.</param>
/// <param name="Meaning">Description.</param>
internal sealed record Setting(string Name, string Variable, string? Option, string Meaning)
{
    /// <summary>Value in the environment.</summary>
    public string? InEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Returns the word in the environment.</summary>
    /// <exception cref="CliException">The value is none of <paramref name="words"/>.</exception>
    public string? WordIn(IReadOnlyList<string> words) =>
        InEnvironment is not { } text || words.Contains(text, StringComparer.Ordinal) ? InEnvironment
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {string.Join(" or ", words)}, not '{text}'",
            $"correct or unset {Variable}"));

    /// <summary>Returns the number in the environment.</summary>
    /// <exception cref="CliException">The value is not a number, or out of range.</exception>
    public int? NumberIn(NumberRange range) =>
        InEnvironment is not { } text ? null
        : range.TryParse(text, out int value) ? value
        : throw new CliException(CliError.Usage($"the environment variable {Variable} takes {range}, not '{text}'",
            $"correct or unset {Variable}"));
}
