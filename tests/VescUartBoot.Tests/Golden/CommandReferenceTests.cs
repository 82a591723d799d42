using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Help;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Tests.Golden;

public sealed class CommandReferenceTests
{
    [Fact]
    public void The_command_reference_says_what_the_command_tree_says() =>
        GoldenFile.Compare("docs/commands.md", ReferencePages.Write("markdown")!);

    [Fact]
    public void The_man_page_names_every_command_and_every_exit_code()
    {
        string page = ReferencePages.Write("man")!;

        Assert.All(CommandTree.Build().Subcommands.Where(c => !c.Hidden),
            c => Assert.Contains($".SS vescboot {c.Name}", page, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ExitCode>(), c => Assert.Contains($".B {(int)c}\n", page, StringComparison.Ordinal));
        Assert.DoesNotContain(page.Split('\n'), line => line.StartsWith('\''));
    }
}
