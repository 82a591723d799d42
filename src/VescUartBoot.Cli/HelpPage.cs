using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace VescUartBoot.Cli;

/// <summary>The help of a command. A list of commands shows the first paragraph of each; examples stand in its own help.</summary>
internal sealed partial class HelpPage(HelpAction inner) : SynchronousCommandLineAction
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
        var listed = parseResult.CommandResult.Command.Subcommands.Select(c => (Command: c, c.Description)).ToList();
        var output = parseResult.InvocationConfiguration.Output;
        var page = new StringWriter();
        try
        {
            foreach (var (command, description) in listed)
            {
                command.Description = description?.Split("\n\n")[0];
            }

            parseResult.InvocationConfiguration.Output = page;
            return inner.Invoke(parseResult);
        }
        finally
        {
            parseResult.InvocationConfiguration.Output = output;
            listed.ForEach(l => l.Command.Description = l.Description);
            output.Write(Typed().Replace(page.ToString(), m => m.Groups["word"].Success ? $"[default: {m.Groups["word"].Value.ToLowerInvariant()}]" : ""));
        }
    }

    // A default is shown as it is typed; a time has its default in words.
    [GeneratedRegex(@"\[default: (?<word>[A-Z][a-z]+)\]|\s*\[default: [0-9:]+\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Typed();
}
