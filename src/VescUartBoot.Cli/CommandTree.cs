using System.CommandLine;
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
          vescboot install --image FILE       put one on a board that has none
          vescboot install --port sim://      try it on a simulated board
        """)
    {
        PortsCommand.Build(),
        InfoCommand.Build(),
        CheckCommand.Build(),
        InstallCommand.Build(),
        VerifyCommand.Build(),
        SimulateCommand.Build(),
        ImageCommand.Build(),
        BundleCommand.Build(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            return RefuseUsage(parsed, args);
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private static int RefuseUsage(ParseResult parsed, string[] args)
    {
        string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name;
        if (args.Length == 0)
        {
            _ = Build().Parse("--help").Invoke(new InvocationConfiguration { Output = Console.Error });
            return (int)ExitCode.Usage;
        }

        var output = Output.ReportTo(command, json: args.Contains("--json"), quiet: false, verbose: false, color: false);
        string next = $"vescboot {command}{(command.Length > 0 ? " " : "")}--help";
        return output.Finish(new Outcome(CliError.Usage(string.Join("; ", parsed.Errors.Select(e => e.Message)), next)));
    }
}
