using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

public sealed class FleetProgressTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 27, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Progress_counts_each_group_and_keeps_its_size_however_many_boards_fail()
    {
        var document = FleetDecisionTests.Document(2, 1);
        BoardStep[] steps =
        [
            new() { Uuid = "a", Group = 0, State = StepState.Done },
            .. Enumerable.Range(0, 1000).Select(i => new BoardStep
            {
                Uuid = $"{i:x24}",
                Group = 2,
                State = i % 2 == 0 ? StepState.Failed : StepState.Silent,
                Words = new string('x', 1000),
                Evidence = new string('y', 1000),
            }),
        ];
        byte[] written = FleetJson.Write(RolloutProgress.Of(document, steps));
        var progress = FleetJson.Read<RolloutProgress>(written)!;
        Assert.Equal((1000, 50), (progress.Failed, progress.Failures.Count));
        Assert.Equal([1, 0, 1000], progress.Groups.Select(g => g.Boards.Values.Sum()));
        Assert.Equal(500, progress.Groups[2].Boards[StepState.Silent]);
        Assert.InRange(written.Length, 0, 30_000);
    }

    [Fact]
    public void The_history_of_versions_keeps_its_size_its_beginning_and_what_is_now()
    {
        var history = new VersionHistory([]);
        for (int i = 0; i < 5000; i++)
        {
            history = history.With(_start.AddMinutes(2 * i), Boards(i));
        }

        Assert.InRange(history.Samples.Count, 200, 400);
        Assert.Equal((_start, 4999), (history.Samples[0].At, history.Samples[^1].Boards["6.05"]));
        Assert.Same(history, history.With(_start.AddDays(30), Boards(4999)));
        var soon = history.With(history.Samples[^1].At.AddSeconds(59), Boards(7));
        Assert.Equal((history.Samples.Count, 7), (soon.Samples.Count, soon.Samples[^1].Boards["6.05"]));
        Assert.Equal(13, VersionHistory.Count(Enumerable.Range(0, 100).Select(i => new FleetBoard
        {
            Uuid = "u",
            Station = "s",
            Site = "s",
            Firmware = $"{i}.00",
        })).Count);

        static Dictionary<string, int> Boards(int count) => new() { ["6.05"] = count };
    }
}
