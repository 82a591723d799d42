using System.CommandLine;
using System.CommandLine.Completions;

namespace VescUartBoot.Cli.Completion;

/// <summary>One way to go on.</summary>
/// <param name="Word">The whole word.</param>
/// <param name="About">What it is.</param>
internal sealed record Suggestion(string Word, string? About);
