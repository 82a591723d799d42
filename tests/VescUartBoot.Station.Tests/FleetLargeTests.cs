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
    public void The_time_of_a_look_grows_no_faster_than_the_boards()
    {
        Run(1_000);
        double small = Run(10_000);
        double large = Run(100_000);

        // Ten times the boards; a hundred times would be quadratic.
        Assert.InRange(large / small, 0, 40);
    }

    // Milliseconds of a look. Each look ends the jobs of all boards that have a ticket.
    private double Run(int count)
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
        var index = steps.Select((s, i) => (s.Uuid, i)).ToDictionary(s => s.Uuid, s => s.i);
        var state = new RolloutState();
        int looks = 0;
        var longest = TimeSpan.Zero;
        var total = TimeSpan.Zero;
        while (state.Phase == RolloutPhase.Running)
        {
            long from = Stopwatch.GetTimestamp();
            state = RolloutDecision.Of(document, state, steps, boards.GetValueOrDefault, _start.AddSeconds(looks), isOpen: true).State;
            _ = FleetJson.Write(state);
            _ = FleetJson.Write(RolloutProgress.Of(document, steps));
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
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} boards: planned in {planned:0} ms; {looks} looks of {total.TotalMilliseconds / looks:0.0} ms, at most "
                + $"{longest.TotalMilliseconds:0} ms"));
        return total.TotalMilliseconds / looks;
    }
}
