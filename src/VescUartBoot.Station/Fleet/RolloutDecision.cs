using System.Globalization;

using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Station.Fleet;

/// <summary>What happens next in a rollout. It looks at nothing but its arguments.</summary>
/// <param name="State">The next state.</param>
/// <param name="Silent">Boards whose tickets are taken back.</param>
internal sealed record RolloutDecision(RolloutState State, IReadOnlyList<BoardStep> Silent)
{
    /// <summary>Decides.</summary>
    /// <param name="document">The document.</param>
    /// <param name="state">Where the rollout is.</param>
    /// <param name="steps">Its boards.</param>
    /// <param name="boards">What the stations say of a board, by its UUID.</param>
    /// <param name="now">The clock of the server.</param>
    /// <param name="isOpen">Whether the maintenance window is open.</param>
    public static RolloutDecision Of(RolloutDocument document, RolloutState state, IReadOnlyList<BoardStep> steps,
        Func<string, FleetBoard?> boards, DateTimeOffset now, bool isOpen)
    {
        var ticketed = state.Tickets.Select(t => t.Uuid).ToHashSet(StringComparer.Ordinal);
        var byUuid = steps.Where(s => ticketed.Contains(s.Uuid)).ToDictionary(s => s.Uuid, StringComparer.Ordinal);
        state = state with { Tickets = [.. state.Tickets.Where(t => byUuid.TryGetValue(t.Uuid, out var step) && !step.IsOver)] };
        if (state.Phase != RolloutPhase.Running)
        {
            return new RolloutDecision(state, []);
        }

        if (StopReason(document, state, steps) is { } reason)
        {
            return new RolloutDecision(state with { Phase = RolloutPhase.Paused, Reason = reason }, []);
        }

        if (steps.All(s => s.IsOver))
        {
            return new RolloutDecision(state with { Phase = RolloutPhase.Finished, Reason = "every board has a verdict" }, []);
        }

        state = state with { Group = NextGroup(document, state, steps) };
        if (!isOpen)
        {
            return new RolloutDecision(state, []);
        }

        var silence = TimeSpan.FromMinutes(document.ErrorThreshold.SilenceMinutes);
        var silent = state.Tickets.Where(t => now - Later(t.Given, byUuid[t.Uuid].Changed) > silence).Select(t => byUuid[t.Uuid]).ToList();
        return new RolloutDecision(GiveTickets(document, Move(state, byUuid, boards, now), steps, boards, now), silent);
    }

    private static string? StopReason(RolloutDocument document, RolloutState state, IReadOnlyList<BoardStep> steps)
    {
        int failures = steps.Count(s => s.CountsAsFailed);
        if (document.ErrorThreshold.Failures is { } most && failures >= most)
        {
            return Text($"error threshold: {Counted.Of(failures, "board")} failed, the limit is {most}");
        }

        var group = steps.Where(s => s.Group == state.Group).ToList();
        int failed = group.Count(s => s.CountsAsFailed);
        string name = document.DeploymentGroups[state.Group].Name;
        return document.ErrorThreshold.Share is { } share && failed > 0 && 100.0 * failed >= share * group.Count
            ? Text($"error threshold: {failed} of {Counted.Of(group.Count, "board")} of group {name} failed, the limit is {share} %")
            : state.Group < document.DeploymentGroups.Count - 1 && group.All(s => s.IsOver) && !HasSucceeded(document, state.Group, group)
            ? Text($"success threshold: group {name} ended with {group.Count(IsPassed)} of {Counted.Of(group.Count, "board")} done")
            : null;
    }

    // Groups without boards are passed at once.
    private static int NextGroup(RolloutDocument document, RolloutState state, IReadOnlyList<BoardStep> steps)
    {
        int group = state.Group;
        while (group < document.DeploymentGroups.Count - 1 && HasSucceeded(document, group, [.. steps.Where(s => s.Group == group)]))
        {
            group++;
        }

        return group;
    }

    private static bool HasSucceeded(RolloutDocument document, int group, List<BoardStep> members) =>
        100.0 * members.Count(IsPassed) >= document.DeploymentGroups[group].SuccessThreshold * members.Count;

    private static bool IsPassed(BoardStep step) => step.State == StepState.Done || (step.IsOver && step.Accepted);

    // A board that was plugged in elsewhere before its job began keeps its ticket.
    private static RolloutState Move(RolloutState state, Dictionary<string, BoardStep> steps,
        Func<string, FleetBoard?> boards, DateTimeOffset now)
    {
        long last = state.LastTicket;
        var tickets = state.Tickets.Select(t => steps[t.Uuid].State != StepState.Working
            && boards(t.Uuid) is { Present: true } board && board.Station != t.Station
            ? new Ticket(t.Uuid, board.Station, board.Site, ++last, now)
            : t).ToList();
        return state with { Tickets = tickets, LastTicket = last };
    }

    private static RolloutState GiveTickets(RolloutDocument document, RolloutState state, IReadOnlyList<BoardStep> steps,
        Func<string, FleetBoard?> boards, DateTimeOffset now)
    {
        if (state.Tickets.Count >= document.Limits.AtOnce)
        {
            return state;
        }

        var tickets = state.Tickets.ToList();
        var have = tickets.Select(t => t.Uuid).ToHashSet(StringComparer.Ordinal);
        var sites = tickets.GroupBy(t => t.Site).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        long last = state.LastTicket;

        // A queue orders only those that it gives.
        var next = new PriorityQueue<FleetBoard, (bool, int)>(steps
            .Where(s => s.Group <= state.Group && !s.IsOver && !have.Contains(s.Uuid))
            .Select(s => (Board: boards(s.Uuid)!, s.Place)).Where(s => s.Board is not null)
            .Select(s => (s.Board, (!s.Board.Present, s.Place))));
        while (tickets.Count < document.Limits.AtOnce && next.TryDequeue(out var board, out _))
        {
            if (sites.GetValueOrDefault(board.Site) < (document.Limits.PerSite ?? int.MaxValue))
            {
                tickets.Add(new Ticket(board.Uuid, board.Station, board.Site, ++last, now));
                sites[board.Site] = sites.GetValueOrDefault(board.Site) + 1;
            }
        }

        return state with { Tickets = tickets, LastTicket = last };
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
