using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;
using Xunit;

namespace VescUartBoot.Samples;

/// <summary>Tests your own program on a simulated board, with a clock that never waits.</summary>
public sealed class BoardTests
{
    [Fact]
    public void A_board_that_left_the_factory_without_a_bootloader_is_noticed()
    {
        var clock = new ManualClock();
        using var simulated = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=6.05&bootloader=none&loss=0.0005"), clock);

        var found = clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), time: clock);
            return await board.CheckBootloaderAsync(new CheckOptions { Confirm = (_, _) => new(true) });
        });

        Assert.Equal(BootloaderState.Absent, found.Before?.State);
    }
}
