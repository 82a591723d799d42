using System.Buffers;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace VescUartBoot.Cli;

/// <summary>The help of a command. A list of commands shows the first paragraph of each; examples stand in its own help.</summary>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly SearchValues<char> _timeCharacters = SearchValues.Create("0123456789:");
    private static readonly SearchValues<char> _letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

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
        var listed = parseResult.CommandResult.Command.Subcommands;
        string?[] descriptions = [.. listed.Select(c => c.Description)];
        var output = parseResult.InvocationConfiguration.Output;
        var page = new StringWriter();
        int exitCode;
        try
        {
            foreach (var command in listed)
            {
                command.Description = command.Description?.Split("\n\n")[0];
            }

            parseResult.InvocationConfiguration.Output = page;
            exitCode = inner.Invoke(parseResult);
        }
        finally
        {
            parseResult.InvocationConfiguration.Output = output;
            for (int i = 0; i < descriptions.Length; i++)
            {
                listed[i].Description = descriptions[i];
            }

            output.Write(AsTyped(page.ToString()));
        }

        return StandardStreams.ExitCodeOfTelling(exitCode);
    }

    // A default is shown as it is typed; a time has its default in words.
    private static string AsTyped(string page)
    {
        const string Start = "[default: ";
        var typed = new StringBuilder(page.Length);
        int done = 0;
        for (int at; (at = page.IndexOf(Start, done, StringComparison.Ordinal)) >= 0;)
        {
            int word = at + Start.Length;
            int end = page.IndexOf(']', word);
            var value = page.AsSpan(word, end - word);
            bool isTime = !value.ContainsAnyExcept(_timeCharacters);
            typed.Append(isTime ? page.AsSpan(done, at - done).TrimEnd() : page.AsSpan(done, word - done));
            done = isTime ? end + 1 : end;
            if (!isTime)
            {
                typed.Append(value.ContainsAnyExcept(_letters) ? value.ToString() : value.ToString().ToLowerInvariant());
            }
        }

        return typed.Append(page.AsSpan(done)).ToString();
    }
}
