using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO.Ports;
using System.Reflection;
using VescUartBoot.Cli.Commands;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Help;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Libraries;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Arguments;

/// <summary>The words of the command line.</summary>
internal static class CommandTree
{
    public static string Version { get; } =
        typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // Names may begin with @: response files are not supported.
    private static readonly ParserConfiguration _plain = new() { ResponseFileTokenReplacer = null };

    // Words of other flashers.
    private static readonly Dictionary<string, string> _otherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["detect"] = "check",
        ["devices"] = "ports",
        ["flash"] = "install, or upgrade",
        ["list"] = "ports",
        ["program"] = "install, or upgrade",
        ["read"] = "dump",
        ["status"] = "check",
        ["update"] = "upgrade",
        ["version"] = "--version",
        ["-v"] = "--version",
        ["write"] = "install, or upgrade",
    };

    private static readonly CommandDefinition[] _words =
    [
        PortsCommand.Word,
        DoctorCommand.Word,
        InfoCommand.Word,
        BusCommand.Word,
        CheckCommand.Word,
        InstallCommand.Word,
        VerifyCommand.Word,
        UpgradeCommand.Word,
        BackupCommand.Word,
        RestoreCommand.Word,
        SettingsCommand.Word,
        RescueCommand.Word,
        DumpCommand.Word,
        HistoryCommand.Word,
        SimulateCommand.Word,
        ImageCommand.Word,
        BundleCommand.Word,
        ReplayCommand.Word,
        HelpCommand.Word,
        ExplainCommand.Word,
        ConfigCommand.Word,
        CompletionCommand.Word,
    ];

    /// <summary>The whole tree.</summary>
    public static RootCommand Build() => Build(static _ => true);

    /// <summary>The part of the tree that a command line needs: the named commands with their options, all others with names
    /// only.</summary>
    public static RootCommand BuildFor(string[] args) => Build(word => args.AsSpan().Contains(word.Name));

    private static RootCommand Build(Predicate<CommandDefinition> isWhole)
    {
        var root = new RootCommand(
            """
            Put a bootloader on a VESC over its USB cable. No ST-Link.

            Examples:
              vescboot check                      is a bootloader there, and which one?
              vescboot install                    write one to a board that has none
              vescboot upgrade --to latest        the newest firmware, verified to run
              vescboot install --port sim://      try it on a simulated board
            """);
        foreach (var word in _words)
        {
            root.Subcommands.Add(isWhole(word) ? word.Build(word) : new Command(word.Name, word.Says));
        }

        HelpPage.UseIn(root);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        using var streams = StandardStreams.Guard();
        bool isHelp = args is ["help", _, ..];
        args = HelpCommand.Meant(args);
        var parsed = BuildFor(args).Parse(args, _plain);
        if ((parsed.Action is not HelpPage || (isHelp && parsed.CommandResult.Command is RootCommand))
            && FindMisuse(parsed, args) is { } misuse)
        {
            return RefuseUsage(parsed, args, misuse);
        }

        if (parsed.Action is not HelpPage && OpenSsl.FindMissing() is { } missing)
        {
            return OutputFor(parsed, args).Finish(new Outcome(missing));
        }

        EmbeddedLibrary.Offer(typeof(SerialPort).Assembly, "libSystem.IO.Ports.Native");
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // An error in the final report: still one sentence, a result and an exit code, as after any other error.
            return OutputFor(parsed, args).Finish(new Outcome(CliError.Of(e)));
        }
    }

    private static string? FindMisuse(ParseResult parsed, string[] args)
    {
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens is [var word, ..])
        {
            return $"vescboot has no command '{word}'{SuggestCommand(word, parsed.CommandResult.Command)}";
        }

        if (parsed.CommandResult.Command is { Subcommands.Count: > 0 } group and not RootCommand)
        {
            return parsed.UnmatchedTokens is [var unknown, ..] && !unknown.StartsWith('-')
                ? $"vescboot {group.Name} has no command '{unknown}'{Suggest(unknown, group)}"
                : $"vescboot {group.Name} needs a command: "
                    + $"{string.Join(", ", group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}";
        }

        // An option without its value consumes the next option as the value.
        var swallowed = parsed.CommandResult.Children.OfType<OptionResult>()
            .FirstOrDefault(o => o.Tokens is []
                ? o.Option.Arity.MinimumNumberOfValues > 0 && !o.Implicit
                : o.Tokens is [var value] && (value.Value.StartsWith("--", StringComparison.Ordinal)
                    || parsed.CommandResult.Command.Options.Any(other => other.Aliases.Contains(value.Value))));
        return swallowed is not null ? $"{swallowed.Option.Name} needs a value"
            : FindSwallowedOption(parsed, args) is { } option ? FindMisplaced([option], parsed.CommandResult.Command, NameOfCommand(parsed))
            : parsed.UnmatchedTokens.Count > 0 ? FindMisplaced(parsed.UnmatchedTokens, parsed.CommandResult.Command, NameOfCommand(parsed))
            : FindMissing(parsed.CommandResult) is { } missing ? $"{NameOfCommand(parsed)} needs {missing}"
            : CommandChecks.FindRepeated(parsed.CommandResult) is { } repeated ? $"{repeated} is given twice"
            : parsed.Errors.Count > 0 ? string.Join("; ", parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
            : null;
    }

    private static string NameOfCommand(ParseResult parsed) => $"vescboot {NameOf(parsed.CommandResult)}".TrimEnd();

    // An argument of any number of words consumes an unknown option as one of them.
    private static string? FindSwallowedOption(ParseResult parsed, string[] args) => args.AsSpan().Contains("--") ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
            .FirstOrDefault(v => v.Length > 1 && v[0] == '-' && !char.IsAsciiDigit(v[1]));

    // What a single one is; the names of several say enough.
    private static string? FindMissing(CommandResult command)
    {
        var missing = command.Command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > (command.GetResult(a)?.Tokens.Count ?? 0));
        return missing.ToList() switch
        {
            [] => null,
            [{ Description: [var first, .. var rest] } one] => $"{one.Name}: {char.ToLowerInvariant(first)}{rest}",
            var several => string.Join(" and ", several.Select(a => a.Name)),
        };
    }

    private static string FindMisplaced(IReadOnlyList<string> words, Command command, string name)
    {
        if (words.Contains("#"))
        {
            return "everything from # on is a remark, which this terminal does not know: leave it out";
        }

        if (words.FirstOrDefault(t => t.StartsWith('-')) is { } option)
        {
            return command.Options.Any(o => o.Name == option || o.Aliases.Contains(option))
                ? $"{option} belongs after its command: {name} {option} …"
                : $"{name} has no option {option}{Suggest(option, command)}";
        }

        string word = words[0];
        bool takesTarget = command.Options.Any(o => o.Name == "--to") && (word == "latest" || char.IsAsciiDigit(word[0]));
        return $"{name} does not take '{word}'"
            + $"{(takesTarget ? $"; did you mean --to {word}?" : LooksLikePort(word) ? $"; did you mean -p {word}?"
            : LooksLikeImage(word) && command.Options.Any(o => o.Name == "--image") ? $"; did you mean --image {Advice.Quoted(word)}?"
            : "")}";
    }

    private static bool LooksLikeImage(string word) =>
        Path.GetExtension(word).ToLowerInvariant() is ".bin" or ".hex" or ".elf" || File.Exists(word);

    private static bool LooksLikePort(string word) =>
        word.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || word.StartsWith("/dev/", StringComparison.Ordinal)
            || word.Contains("://", StringComparison.Ordinal);

    private static string SuggestCommand(string word, Command root) =>
        (LooksLikeImage(word) ? $"install --image {Advice.Quoted(word)}" : LooksLikePort(word) ? $"check -p {word}"
            : _otherWords.GetValueOrDefault(word)) is { } meant ? $"; did you mean {meant}?" : Suggest(word, root);

    // "get" is near to "set", which would change what was to be read.
    private static string Suggest(string typed, Command command) => DidYouMean.Suggest(
        typed == "get" ? "show" : typed,
        typed.StartsWith('-')
            ? command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.Length > 2)
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));

    // "bundle show", the name in the final JSON event of a successful run.
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
            _ = BuildFor(args).Parse("--help").Invoke(new InvocationConfiguration { Output = Console.Error });
            ConsoleWindow.HoldOpen();
            return (int)ExitCode.Usage;
        }

        string command = NameOf(parsed.CommandResult);
        return OutputFor(parsed, args)
            .Finish(new Outcome(CliError.Usage(misuse, $"vescboot {command}{(command.Length > 0 ? " " : "")}--help")));
    }

    private static CommandOutput OutputFor(ParseResult parsed, string[] args) =>
        CommandOutput.ReportTo(NameOf(parsed.CommandResult), json: args.Contains("--json"), quiet: false, verbose: false, color: false);
}
