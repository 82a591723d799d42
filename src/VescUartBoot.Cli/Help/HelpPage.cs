using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Help;

/// <summary>The help of a command. A list of commands shows the first paragraph of each; examples stand in its own help.</summary>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of the plain help.</summary>
    public static void UseIn(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpPage((HelpAction)help.Action!);
    }

    /// <summary>The columns that it may take.</summary>
    public int MaxWidth
    {
        get => inner.MaxWidth;
        set => inner.MaxWidth = value;
    }

    public override int Invoke(ParseResult parseResult)
    {
        // The tree was made for this one command line, and the page is its last use.
        foreach (var command in parseResult.CommandResult.Command.Subcommands)
        {
            command.Description = command.Description?.Split("\n\n")[0];
        }

        return StandardStreams.ExitCodeOfTelling(inner.Invoke(parseResult));
    }
}
