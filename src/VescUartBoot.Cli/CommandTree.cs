using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using VescUartBoot.Cli.Commands;

namespace VescUartBoot.Cli;

/// <summary>The words of the command line.</summary>
internal static class CommandTree
{
    public static string Version { get; } =
        typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static RootCommand Build() => new(
        """
        Put a bootloader on a VESC over its USB cable. No ST-Link.

        Examples:
          vescboot check                      is a bootloader there, which one, how do we know
          vescboot install                    put one on a board that has none
          vescboot upgrade --to latest        another firmware, seen to answer
          vescboot install --port sim://      try it on a simulated board
        """)
    {
        PortsCommand.Build(),
        InfoCommand.Build(),
        CheckCommand.Build(),
        InstallCommand.Build(),
        VerifyCommand.Build(),
        UpgradeCommand.Build(),
        BackupCommand.Build(),
        RestoreCommand.Build(),
        DumpCommand.Build(),
        SimulateCommand.Build(),
        ImageCommand.Build(),
        BundleCommand.Build(),
        CompletionCommand.Build(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        using var streams = StandardStreams.Guard();
        var parsed = Build().Parse(args);
        if (parsed.Action is not System.CommandLine.Help.HelpAction && FindMisuse(parsed) is { } misuse)
        {
            return RefuseUsage(parsed, args, misuse);
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private static string? FindMisuse(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var word, ..])
        {
            return $"'{word}' is no command of vescboot";
        }

        if (parsed.CommandResult.Command is { Subcommands.Count: > 0 } group and not RootCommand)
        {
            return parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } unknown ? $"'{unknown}' is no command of vescboot {group.Name}"
                : $"vescboot {group.Name} needs one of {string.Join(", ", group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}";
        }

        // An option that was left without its value takes the next option for it.
        var swallowed = parsed.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(o => o.Tokens is [var value] && value.Value.StartsWith("--", StringComparison.Ordinal));
        return swallowed is not null ? $"{swallowed.Option.Name} needs a value"
            : parsed.Errors.Count > 0 ? string.Join("; ", parsed.Errors.Select(e => e.Message))
            : null;
    }

    // "bundle show", as the final JSON event of a run that worked names it.
    private static string NameOf(CommandResult result) => string.Join(' ', Names(result).Reverse());

    private static IEnumerable<string> Names(SymbolResult? result)
    {
        for (; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
        {
            yield return command.Command.Name;
        }
    }

    private static int RefuseUsage(ParseResult parsed, string[] args, string misuse)
    {
        if (args.Length == 0)
        {
            _ = Build().Parse("--help").Invoke(new InvocationConfiguration { Output = Console.Error });
            return (int)ExitCode.Usage;
        }

        string command = NameOf(parsed.CommandResult);
        var output = Output.ReportTo(command, json: args.Contains("--json"), quiet: false, verbose: false, color: false);
        return output.Finish(new Outcome(CliError.Usage(misuse, $"vescboot {command}{(command.Length > 0 ? " " : "")}--help")));
    }
}
