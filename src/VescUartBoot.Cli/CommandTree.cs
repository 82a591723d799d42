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

    public static RootCommand Build()
    {
        var root = Words();
        HelpPage.UseIn(root);
        return root;
    }

    private static RootCommand Words() => new(
        """
        Put a bootloader on a VESC over its USB cable. No ST-Link.

        Examples:
          vescboot check                      is a bootloader there, and which one
          vescboot install                    put one on a board that has none
          vescboot upgrade --to latest        another firmware, seen to answer
          vescboot install --port sim://      try it on a simulated board
        """)
    {
        PortsCommand.Build(),
        DoctorCommand.Build(),
        InfoCommand.Build(),
        CheckCommand.Build(),
        InstallCommand.Build(),
        VerifyCommand.Build(),
        UpgradeCommand.Build(),
        BackupCommand.Build(),
        RestoreCommand.Build(),
        DumpCommand.Build(),
        HistoryCommand.Build(),
        SimulateCommand.Build(),
        ImageCommand.Build(),
        BundleCommand.Build(),
        ReplayCommand.Build(),
        ExplainCommand.Build(),
        ConfigCommand.Build(),
        CompletionCommand.Build(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        using var streams = StandardStreams.Guard();
        var parsed = Build().Parse(args);
        if (parsed.Action is not HelpPage && FindMisuse(parsed) is { } misuse)
        {
            return RefuseUsage(parsed, args, misuse);
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in the last words themselves: still one sentence, a result and an exit code, as after any other.
            return OutputFor(parsed, args).Finish(new Outcome(CliError.Of(e)));
        }
    }

    private static string? FindMisuse(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var word, ..])
        {
            return $"'{word}' is no command of vescboot{Suggest(word, parsed.CommandResult.Command)}";
        }

        if (parsed.CommandResult.Command is { Subcommands.Count: > 0 } group and not RootCommand)
        {
            return parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } unknown ? $"'{unknown}' is no command of vescboot {group.Name}{Suggest(unknown, group)}"
                : $"vescboot {group.Name} needs one of {string.Join(", ", group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}";
        }

        // An option that was left without its value takes the next option for it.
        var swallowed = parsed.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(o => o.Tokens is [var value] && value.Value.StartsWith("--", StringComparison.Ordinal));
        return swallowed is not null ? $"{swallowed.Option.Name} needs a value"
            : parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-')) is { } option ? $"{option} is no option of {$"vescboot {NameOf(parsed.CommandResult)}".TrimEnd()}{Suggest(option, parsed.CommandResult.Command)}"
            : parsed.Errors.Count > 0 ? string.Join("; ", parsed.Errors.Select(e => e.Message))
            : null;
    }

    private static string Suggest(string typed, Command command) => NearWord.Suggest(
        typed,
        typed.StartsWith('-')
            ? command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.Length > 2)
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));

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
        return OutputFor(parsed, args).Finish(new Outcome(CliError.Usage(misuse, $"vescboot {command}{(command.Length > 0 ? " " : "")}--help")));
    }

    private static Output OutputFor(ParseResult parsed, string[] args) =>
        Output.ReportTo(NameOf(parsed.CommandResult), json: args.Contains("--json"), quiet: false, verbose: false, color: false);
}
