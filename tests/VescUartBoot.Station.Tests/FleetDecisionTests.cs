using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>The laws of a rollout, in thousands of rollouts without a server.</summary>
public sealed class FleetDecisionTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 27, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_group_starts_early_no_limit_is_passed_and_thresholds_hold()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Assert.True(new Rollout(seed).Run() is RolloutPhase.Finished, $"seed {seed}");
        }
    }

    [Fact]
    public void A_board_that_is_not_heard_of_loses_its_ticket_and_counts_as_failed()
    {
        var document = Document(1, 1);
        var step = new BoardStep { Uuid = Uuid(0), Group = 0 };
        var given = RolloutDecision.Of(document, new RolloutState(), [step], Boards(1).GetValueOrDefault, _start, isOpen: true);
        Assert.Single(given.State.Tickets);

        var later = _start.AddMinutes(31);
        Assert.Empty(RolloutDecision.Of(document, given.State, [step], Boards(1).GetValueOrDefault, later, isOpen: false).Silent);
        var silent = Assert.Single(RolloutDecision.Of(document, given.State, [step], Boards(1).GetValueOrDefault, later,
            isOpen: true).Silent);

        var after = RolloutDecision.Of(document, given.State, [silent with { State = StepState.Silent }], Boards(1).GetValueOrDefault,
            later, isOpen: true);
        Assert.Equal((RolloutPhase.Paused, 0), (after.State.Phase, after.State.Tickets.Count));
        Assert.Equal("error threshold: 1 board failed, the limit is 1", after.State.Reason);
    }

    [Fact]
    public void A_group_that_ends_below_its_success_threshold_pauses_the_rollout()
    {
        var document = Document(1, 9) with { ErrorThreshold = new ErrorThreshold { Failures = 9 } };
        BoardStep[] steps = [Step(0, 0, StepState.Failed), Step(1, 1, StepState.Waiting)];
        var paused = RolloutDecision.Of(document, new RolloutState(), steps, Boards(2).GetValueOrDefault, _start, isOpen: true).State;
        Assert.Equal((RolloutPhase.Paused, "success threshold: group canaries ended with 0 of 1 board done"),
            (paused.Phase, paused.Reason));

        steps[0] = steps[0] with { Accepted = true };
        var resumed = RolloutDecision.Of(document, new RolloutState(), steps, Boards(2).GetValueOrDefault, _start, isOpen: true).State;
        Assert.Equal((1, Uuid(1)), (resumed.Group, Assert.Single(resumed.Tickets).Uuid));
    }

    [Fact]
    public void A_board_that_moved_to_another_station_takes_its_ticket_along_unless_its_job_runs()
    {
        var document = Document(1, 9);
        var waiting = Step(0, 0, StepState.Waiting);
        var state = RolloutDecision.Of(document, new RolloutState(), [waiting], Boards(1).GetValueOrDefault, _start, isOpen: true).State;
        var moved = Boards(1);
        moved[Uuid(0)] = moved[Uuid(0)] with { Station = "elsewhere" };
        Assert.Equal("elsewhere", TicketAfter(StepState.Postponed).Station);
        Assert.Equal(2, TicketAfter(StepState.Postponed).Number);
        Assert.Equal("s0", TicketAfter(StepState.Working).Station);

        Ticket TicketAfter(StepState step) =>
            Assert.Single(RolloutDecision.Of(document, state, [Step(0, 0, step)], moved.GetValueOrDefault, _start,
                isOpen: true).State.Tickets);
    }

    private static string Uuid(int number) => $"3a002b000f51383036{number:x6}";

    private static BoardStep Step(int number, int group, StepState state) => new() { Uuid = Uuid(number), Group = group, State = state };

    internal static Dictionary<string, FleetBoard> Boards(int count) => Enumerable.Range(0, count).ToDictionary(Uuid, i => new FleetBoard
    {
        Uuid = Uuid(i),
        Station = $"s{i % 4}",
        Site = $"site{i % 2}",
        Present = true,
    });

    internal static RolloutDocument Document(int canaries, int failures) => new()
    {
        Schema = 1,
        Name = "test",
        MadeBy = "a",
        ApprovedBy = "b",
        NotAfter = DateTimeOffset.MaxValue,
        TargetFilter = new TargetFilter { Hardware = ["*"] },
        Target = new RolloutTarget { Recipe = "r", Files = new Dictionary<string, string>() },
        DeploymentGroups =
        [
            new DeploymentGroup { Name = "canaries", Count = canaries, SuccessThreshold = 80 },
            new DeploymentGroup { Name = "some", Share = 30, SuccessThreshold = 90 },
            new DeploymentGroup { Name = "rest" },
        ],
        Limits = new RolloutLimits { AtOnce = 7, PerSite = 4 },
        ErrorThreshold = new ErrorThreshold { Failures = failures, Share = 40 },
    };

    /// <summary>A rollout whose stations do what chance says; a person resumes it until it is finished.</summary>
    private sealed class Rollout
    {
        private readonly Random _random;
        private readonly RolloutDocument _document;
        private readonly Dictionary<string, FleetBoard> _boards;
        private readonly Dictionary<string, BoardStep> _steps;
        private RolloutState _state = new();

        public Rollout(int seed)
        {
            _random = new Random(seed);
            _document = Document(_random.Next(1, 6), _random.Next(1, 5));
            _boards = Boards(_random.Next(1, 60));
            _steps = RolloutPlan.Of(_document, _boards.Values.Select(b => b with { Hardware = "x" }))
                .ToDictionary(p => p.Report.Uuid, p => new BoardStep { Uuid = p.Report.Uuid, Group = p.Group!.Value });
        }

        public RolloutPhase Run()
        {
            for (int tick = 0; tick < 2000 && _state.Phase != RolloutPhase.Finished; tick++)
            {
                var before = _state;
                _state = RolloutDecision.Of(_document, _state, [.. _steps.Values], _boards.GetValueOrDefault, _start.AddSeconds(tick),
                    isOpen: true).State;
                Check(before);
                Work();
                Resume();
            }

            return _state.Phase;
        }

        private void Check(RolloutState before)
        {
            Assert.True(_state.Tickets.Count <= 7);
            Assert.All(_state.Tickets.GroupBy(t => t.Site), site => Assert.True(site.Count() <= 4));
            foreach (var fresh in _state.Tickets.Where(t => before.Tickets.All(b => b.Uuid != t.Uuid)))
            {
                Assert.True(FailedNow() < _document.ErrorThreshold.Failures);
                Assert.All(_steps.Values.Where(s => s.Group < _steps[fresh.Uuid].Group).GroupBy(s => s.Group), earlier => Assert.True(
                    100.0 * earlier.Count(s => s.State == StepState.Done || s.Accepted)
                        >= _document.DeploymentGroups[earlier.Key].SuccessThreshold * earlier.Count()));
            }
        }

        private int FailedNow() => _steps.Values.Count(s => s is { State: StepState.Failed, Accepted: false });

        private void Work()
        {
            foreach (var ticket in _state.Phase == RolloutPhase.Running ? _state.Tickets : [])
            {
                var step = _steps[ticket.Uuid];
                _steps[ticket.Uuid] = _random.Next(10) switch
                {
                    < 4 => step with { State = StepState.Working },
                    < 8 => step with { State = StepState.Done },
                    < 9 => step with { State = StepState.Failed },
                    _ => step,
                };
            }
        }

        private void Resume()
        {
            if (_state.Phase == RolloutPhase.Paused)
            {
                foreach (var step in _steps.Values.Where(s => s.State == StepState.Failed).ToList())
                {
                    _steps[step.Uuid] = _random.Next(2) == 0 ? step with { Accepted = true } : step with { State = StepState.Waiting };
                }

                _state = _state with { Phase = RolloutPhase.Running };
            }
        }
    }
}
