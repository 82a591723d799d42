using System.CommandLine;
using System.CommandLine.Help;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Help;

namespace VescUartBoot.EndToEnd;

/// <summary>The help of every command, at a width.</summary>
internal static class Help
{
    /// <summary>Every command as it is typed; the empty one is the tool itself.</summary>
    public static IEnumerable<string> Commands => Below(CommandTree.Build(), "");

    public static string Of(string command, int width)
    {
        var root = CommandTree.Build();
        ((HelpPage)root.Options.OfType<HelpOption>().Single().Action!).MaxWidth = width;
        var text = new StringWriter { NewLine = "\n" };
        root.Parse([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])
            .Invoke(new InvocationConfiguration { Output = text });
        return string.Join('\n', text.ToString().Split('\n').Select(l => l.TrimEnd())).TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> Below(Command command, string path) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Below(c, $"{path} {c.Name}".Trim())).Prepend(path);
}
