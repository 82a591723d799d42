using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Tests.Cli;

public sealed class CliErrorTests
{
    [Fact]
    public void Another_board_that_comes_back_while_the_first_is_asked_who_it_is_is_no_fault_of_our_own()
    {
        var error = CliError.Of(new BoardChangedException("60_MK6 6.05 a", "60_MK6 6.05 b"), CancellationToken.None);

        Assert.Equal((ExitCode.NoBoard, "boardChanged"), (error.Exit, error.Code));
        Assert.Contains("connect the first board again", error.Next, StringComparison.Ordinal);
    }
}
