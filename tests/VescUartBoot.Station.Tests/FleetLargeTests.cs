using System.Collections;
using System.Diagnostics;
using System.Globalization;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>A rollout of 100,000 boards without a server: what the coordinator computes at each look.</summary>
[Trait("Category", "Slow")]
public sealed class FleetLargeTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset _start = new(2026, 11, 27, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_look_reads_each_board_equally_often_however_many_there_are()
    {
        var (stepsOfFew, boardsOfFew) = Run(1_000);
        var (stepsOfMany, boardsOfMany) = Run(100_000);

        Assert.InRange(stepsOfMany, 1, stepsOfFew + 1);
        Assert.InRange(boardsOfMany, 0.1, boardsOfFew + 1);
    }

    // How often a look reads the step of a board, and what is known of it. Each look ends the jobs of all boards that have a ticket.
    private (double Steps, double Boards) Run(int count)
    {
        var document = FleetDecisionTests.Document(10, 1) with { Limits = new RolloutLimits { AtOnce = 1000 } };
        var boards = FleetDecisionTests.Boards(count);
        var clock = Stopwatch.StartNew();
        var steps = RolloutPlan.Of(document, boards.Values.Select(b => b with { Hardware = "x" })).Select((p, place) => new BoardStep
        {
            Uuid = p.Report.Uuid,
            Group = p.Group!.Value,
            Place = place,
        }).ToArray();
        double planned = clock.Elapsed.TotalMilliseconds;
        var counted = new CountedSteps(steps);
        int asked = 0;
        FleetBoard? Ask(string uuid)
        {
            asked++;
            return boards.GetValueOrDefault(uuid);
        }

        var index = steps.Select((s, i) => (s.Uuid, i)).ToDictionary(s => s.Uuid, s => s.i);
        var state = new RolloutState();
        int looks = 0;
        var longest = TimeSpan.Zero;
        var total = TimeSpan.Zero;
        while (state.Phase == RolloutPhase.Running)
        {
            long from = Stopwatch.GetTimestamp();
            state = RolloutDecision.Of(document, state, counted, Ask, _start.AddSeconds(looks), isOpen: true).State;
            _ = FleetJson.Write(state);
            _ = FleetJson.Write(RolloutProgress.Of(document, counted));
            var took = Stopwatch.GetElapsedTime(from);
            (total, longest, looks) = (total + took, took > longest ? took : longest, looks + 1);
            foreach (var ticket in state.Tickets)
            {
                ref var step = ref steps[index[ticket.Uuid]];
                step = step with { State = StepState.Done, Ticket = ticket.Number };
            }
        }

        Assert.Equal(RolloutPhase.Finished, state.Phase);
        Assert.All(steps, s => Assert.Equal(StepState.Done, s.State));
        double reads = (double)looks * count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} boards: planned in {planned:0} ms; {looks} looks of {total.TotalMilliseconds / looks:0.0} ms, at most "
                + $"{longest.TotalMilliseconds:0} ms; a step is read {counted.Reads / reads:0.0} and a board {asked / reads:0.0} times"));
        return (counted.Reads / reads, asked / reads);
    }

    private sealed class CountedSteps(BoardStep[] steps) : IReadOnlyList<BoardStep>
    {
        public long Reads { get; private set; }

        public int Count => steps.Length;

        public BoardStep this[int index]
        {
            get
            {
                Reads++;
                return steps[index];
            }
        }

        public IEnumerator<BoardStep> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
