using System.CommandLine;
using System.CommandLine.Completions;

namespace VescUartBoot.Cli.Completion;

/// <summary>One suggestion.</summary>
/// <param name="Word">The whole word.</param>
/// <param name="About">Description.</param>
internal sealed record Suggestion(string Word, string? About);
