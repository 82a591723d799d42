namespace VescUartBoot.Station.Fleet;

/// <summary>Leads the rollouts of a fleet while it holds the lease. It keeps nothing that another could not read from the server.</summary>
/// <param name="server">The server.</param>
/// <param name="options">Name, keys and times.</param>
internal sealed class Coordinator(FleetServer server, FleetOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan _sendAgain = TimeSpan.FromSeconds(15);

    private readonly Mirror<FleetBoard> _boards = new(server.Boards, ">");
    private readonly Mirror<RolloutState> _states = new(server.Rollouts, "*.state");
    private readonly Mirror<RolloutProgress> _progress = new(server.Rollouts, "*.progress");
    private readonly Dictionary<string, Mirror<BoardStep>> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RolloutDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rollout, long Number), long> _sent = [];
    private long _counted = -1;

    /// <summary>Leads until it is stopped or the server is away.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var lease = new Lease(server.Rollouts, options.Station, options.LeaseTime, options.Time);
        using var timer = new PeriodicTimer(options.LookEvery);
        do
        {
            if (await lease.HoldAsync(stop).ConfigureAwait(false) is { } now)
            {
                await LookAsync(now, stop).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    /// <summary>Takes each rollout one step further.</summary>
    /// <param name="now">The clock of the server.</param>
    /// <param name="stop">Stops.</param>
    public async Task LookAsync(DateTimeOffset now, CancellationToken stop)
    {
        await CountVersionsAsync(now, stop).ConfigureAwait(false);

        // Boards of a rollout that was aborted may be under way.
        foreach (var state in (await _states.ValuesAsync(stop).ConfigureAwait(false)).Where(
            s => s.Value.Phase is RolloutPhase.Running or RolloutPhase.Paused || s.Value.Tickets.Count > 0))
        {
            string rollout = FleetServer.RolloutOf(state.Key);
            try
            {
                await LeadAsync(rollout, await DocumentAsync(rollout, stop).ConfigureAwait(false), state, now, stop).ConfigureAwait(false);
            }
            catch (RolloutRejectedException e) when (state.Value.Phase == RolloutPhase.Running)
            {
                var paused = state.Value with { Phase = RolloutPhase.Paused, Reason = e.Message };
                await server.Rollouts.TryReplaceAsync(state.Key, paused, state.Revision, stop).ConfigureAwait(false);
            }
            catch (RolloutRejectedException)
            {
                // It is stopped already.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _boards.DisposeAsync().ConfigureAwait(false);
        await _states.DisposeAsync().ConfigureAwait(false);
        await _progress.DisposeAsync().ConfigureAwait(false);
        foreach (var mirror in _steps.Values)
        {
            await mirror.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task LeadAsync(string rollout, RolloutDocument document, Versioned<RolloutState> state, DateTimeOffset now,
        CancellationToken stop)
    {
        if (now > document.NotAfter && state.Value.Phase == RolloutPhase.Running)
        {
            throw new RolloutRejectedException("documentExpired", $"the rollout may begin no board after {document.NotAfter:u}");
        }

        if (!_steps.TryGetValue(rollout, out var mirror))
        {
            // The steps were written before the state: the copy begins with all of them.
            _steps[rollout] = mirror = new Mirror<BoardStep>(server.Steps, $"{rollout}.>");
        }

        var steps = await mirror.ValuesAsync(stop).ConfigureAwait(false);
        var decision = Decide(document, state.Value, steps, now);
        if (decision.State.Phase != state.Value.Phase)
        {
            // What stops or ends a rollout is decided on what the server has now: a person may have accepted the failures just before.
            steps = [.. await server.Steps.ListAsync<BoardStep>($"{rollout}.>", stop).ConfigureAwait(false)];
            decision = Decide(document, state.Value, steps, now);
        }

        if (!FleetJson.Write(decision.State).AsSpan().SequenceEqual(FleetJson.Write(state.Value))
            && !await server.Rollouts.TryReplaceAsync(state.Key, decision.State, state.Revision, stop).ConfigureAwait(false))
        {
            return;
        }

        await ShowAsync(rollout, RolloutProgress.Of(document, [.. steps.Select(s => s.Value)]), stop).ConfigureAwait(false);
        foreach (var silent in decision.Silent.Select(s => mirror.Find(FleetServer.StepKey(rollout, s.Uuid)))
            .OfType<Versioned<BoardStep>>())
        {
            await server.Steps.TryReplaceAsync(silent.Key, silent.Value with
            {
                State = StepState.Silent,
                Code = "silent",
                Words = $"nothing was heard of the board for {document.ErrorThreshold.SilenceMinutes} min",
            }, silent.Revision, stop).ConfigureAwait(false);
        }

        if (decision.State.Phase == RolloutPhase.Running)
        {
            await SendAsync(rollout, decision.State.Tickets.Where(t =>
                mirror.Find(FleetServer.StepKey(rollout, t.Uuid))?.Value.Ticket != t.Number), stop).ConfigureAwait(false);
        }
        else if (decision.State.Tickets.Count == 0 && decision.State.Phase != RolloutPhase.Paused)
        {
            _steps.Remove(rollout);
            await mirror.DisposeAsync().ConfigureAwait(false);
        }
    }

    private RolloutDecision Decide(RolloutDocument document, RolloutState state, ICollection<Versioned<BoardStep>> steps,
        DateTimeOffset now) => RolloutDecision.Of(document, state, [.. steps.Select(s => s.Value with { Changed = s.Written })],
            uuid => _boards.Find(uuid)?.Value, now, document.Maintenance?.IsOpen(now) ?? true);

    private async Task ShowAsync(string rollout, RolloutProgress progress, CancellationToken stop)
    {
        string key = FleetServer.ProgressKey(rollout);
        var shown = _progress.Find(key);
        if (shown is null || !FleetJson.Write(shown.Value).AsSpan().SequenceEqual(FleetJson.Write(progress)))
        {
            await server.Rollouts.TryWriteAsync(key, progress, shown?.Revision, stop).ConfigureAwait(false);
        }
    }

    private async Task CountVersionsAsync(DateTimeOffset now, CancellationToken stop)
    {
        var boards = await _boards.ValuesAsync(stop).ConfigureAwait(false);
        long changes = _boards.Changes;
        if (changes != _counted)
        {
            var before = await server.Rollouts.GetAsync<VersionHistory>(VersionHistory.Key, stop).ConfigureAwait(false);
            var history = before?.Value ?? new VersionHistory([]);
            var next = history.With(now, VersionHistory.Count(boards.Select(b => b.Value)));
            if (!ReferenceEquals(next, history))
            {
                await server.Rollouts.TryWriteAsync(VersionHistory.Key, next, before?.Revision, stop).ConfigureAwait(false);
            }

            _counted = changes;
        }
    }

    private async Task SendAsync(string rollout, IEnumerable<Ticket> tickets, CancellationToken stop)
    {
        foreach (var ticket in tickets)
        {
            if (!_sent.TryGetValue((rollout, ticket.Number), out long at) || options.Time.GetElapsedTime(at) > _sendAgain)
            {
                await server.SendAsync(rollout, ticket, stop).ConfigureAwait(false);
                _sent[(rollout, ticket.Number)] = options.Time.GetTimestamp();
            }
        }
    }

    private async Task<RolloutDocument> DocumentAsync(string rollout, CancellationToken stop)
    {
        if (!_documents.TryGetValue(rollout, out var document))
        {
            var signed = await server.Rollouts.GetAsync<SignedDocument>(FleetServer.DocumentKey(rollout), stop).ConfigureAwait(false);
            _documents[rollout] = document = options.Trust!.Open(signed?.Value, rollout);
        }

        return document;
    }
}
