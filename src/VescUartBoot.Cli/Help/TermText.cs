using System.CommandLine;

namespace VescUartBoot.Cli.Help;

/// <summary>An option or argument with its description.</summary>
internal sealed record TermText(string Term, string Meaning);
