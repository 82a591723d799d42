using System.CommandLine;

namespace VescUartBoot.Cli.Help;

/// <summary>An option or argument and what it means.</summary>
internal sealed record TermText(string Term, string Meaning);
