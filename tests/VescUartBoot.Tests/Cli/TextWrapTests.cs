using VescUartBoot.Cli.Output;

namespace VescUartBoot.Tests.Cli;

public sealed class TextWrapTests
{
    [Fact]
    public void A_command_is_never_broken() => Assert.Equal(
        ["to replace it:", "`vescboot install --replace`,", "which saves it"],
        TextWrap.Lines("to replace it: `vescboot install --replace`, which saves it", 30));

    [Fact]
    public void A_path_that_is_longer_than_a_line_begins_at_the_edge_and_stays_whole() => Assert.Equal(
        ["saved         the old content:", "/home/you/.local/state/vescboot/sectors/3a002b000f51383036343731.bin"],
        TextWrap.Labelled("saved         ", "the old content: /home/you/.local/state/vescboot/sectors/3a002b000f51383036343731.bin", 60));
}
