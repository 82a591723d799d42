using VescUartBoot.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Boards;

/// <summary>A board that restarts through its bootloader, and what is asked of it meanwhile.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(9600)]
    [InlineData(19200)]
    [InlineData(115200)]
    public void Once_the_board_is_back_no_answer_to_an_earlier_question_is_under_way(int baud)
    {
        for (int milliseconds = 0; milliseconds < 3000; milliseconds += 150)
        {
            using var bench = WithBootloader($"fw=6.05&transport=uart&baud={baud}");

            Assert.Equal(0, LateAnswers(bench, TimeSpan.FromMilliseconds(milliseconds)));
        }
    }

    [Theory]
    [InlineData(600)]
    [InlineData(750)]
    [InlineData(800)]
    [InlineData(825)]
    [InlineData(850)]
    [InlineData(1000)]
    public void A_board_whose_first_answer_comes_late_is_asked_nothing_before_its_last_answer_is_here(int delay)
    {
        using var bench = WithBootloader("fw=6.05&transport=uart");
        bench.Simulated.Inject(Fault.ToReply(0, 2, new Delay(TimeSpan.FromMilliseconds(delay))));

        Assert.Equal(0, LateAnswers(bench, _second * 5));
    }

    private static int LateAnswers(BoardBench bench, TimeSpan pollFrom) => bench.Run(async board =>
    {
        Assert.NotNull(await board.RestartThroughBootloaderAsync(new RestartOptions { PollFrom = pollFrom }, waiting: null));

        int before = bench.Link.Frames.Count;
        await Task.Delay(10 * _second, bench.Clock, TestContext.Current.CancellationToken);
        return bench.Link.Frames.Skip(before).Count(f => !f.Sent);
    });

    private static BoardBench WithBootloader(string query) =>
        BoardBench.On(query, o => o with { Bootloader = SimulatedImage.Bootloader() });
}
