using System.CommandLine;
using VescUartBoot.Cli.Arguments;

namespace VescUartBoot.Tests.Cli;

public sealed class CommandTreeTests
{
    public static TheoryData<string, string> OptionsWithValue()
    {
        var data = new TheoryData<string, string>();
        foreach (var (path, command) in Below(CommandTree.Build(), ""))
        {
            foreach (var option in command.Options.Where(o => o.Arity.MinimumNumberOfValues > 0))
            {
                data.Add(path, option.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(OptionsWithValue))]
    public void An_option_without_its_value_is_a_mistake_that_is_told(string command, string option)
    {
        string[] arguments = [.. command.Split(' '), option];

        var parsed = CommandTree.BuildFor(arguments).Parse(arguments);

        Assert.Contains(parsed.Errors, e => e.Message.Contains(option, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OptionsWithValue))]
    public void An_option_that_is_given_twice_is_a_mistake_that_is_told(string command, string option)
    {
        foreach (string[] given in (string[][])[[option, "1", option, "1"], [option, "1", option]])
        {
            string[] arguments = [.. command.Split(' '), .. given];

            var parsed = CommandTree.BuildFor(arguments).Parse(arguments).CommandResult;

            bool takesMany = parsed.Command.Options.Single(o => o.Name == option).Arity.MaximumNumberOfValues > 1;
            Assert.Equal(takesMany ? null : option, CommandChecks.FindRepeated(parsed));
        }
    }

    [Fact]
    public void A_command_that_is_named_has_its_options_and_the_others_have_their_names()
    {
        var whole = CommandTree.Build();
        var part = CommandTree.BuildFor(["check", "--json"]);

        Assert.Equal(whole.Subcommands.Select(c => (c.Name, c.Description)), part.Subcommands.Select(c => (c.Name, c.Description)));
        Assert.Equal(whole.Subcommands.Single(c => c.Name == "check").Options.Select(o => o.Name),
            part.Subcommands.Single(c => c.Name == "check").Options.Select(o => o.Name));
        Assert.Empty(part.Subcommands.Single(c => c.Name == "install").Options);
    }

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path)
    {
        foreach (var child in command.Subcommands)
        {
            string name = $"{path} {child.Name}".Trim();
            yield return (name, child);
            foreach (var below in Below(child, name))
            {
                yield return below;
            }
        }
    }
}
