namespace VescUartBoot.Station.Fleet;

/// <summary>Leads the rollouts of a fleet while it holds the lease. It keeps nothing that another could not read from the server.</summary>
/// <param name="server">The server.</param>
/// <param name="options">Name, keys and times.</param>
internal sealed class Coordinator(FleetServer server, FleetOptions options)
{
    private static readonly TimeSpan _sendAgain = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, RolloutDocument> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rollout, long Number), long> _sent = [];

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
        var states = await server.Rollouts.ListAsync<RolloutState>("*.state", stop).ConfigureAwait(false);
        foreach (var state in states.Where(s => s.Value.Phase is RolloutPhase.Running or RolloutPhase.Paused))
        {
            string rollout = state.Key.Split('.')[0];
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
                // It is paused for that reason already.
            }
        }
    }

    private async Task LeadAsync(string rollout, RolloutDocument document, Versioned<RolloutState> state, DateTimeOffset now,
        CancellationToken stop)
    {
        if (now > document.NotAfter && state.Value.Phase == RolloutPhase.Running)
        {
            throw new RolloutRejectedException("documentExpired", $"the rollout may begin no board after {document.NotAfter:u}");
        }

        var steps = (await server.Steps.ListAsync<BoardStep>($"{rollout}.>", stop).ConfigureAwait(false))
            .ToDictionary(s => s.Value.Uuid, s => s, StringComparer.Ordinal);
        var boards = (await server.Boards.ListAsync<FleetBoard>(">", stop).ConfigureAwait(false))
            .ToDictionary(b => b.Value.Uuid, b => b.Value, StringComparer.Ordinal);
        bool isOpen = document.Maintenance?.IsOpen(now) ?? true;
        var decision = RolloutDecision.Of(
            document, state.Value, [.. steps.Values.Select(s => s.Value with { Changed = s.Written })], boards, now, isOpen);
        if (!FleetJson.Write(decision.State).AsSpan().SequenceEqual(FleetJson.Write(state.Value))
            && !await server.Rollouts.TryReplaceAsync(state.Key, decision.State, state.Revision, stop).ConfigureAwait(false))
        {
            return;
        }

        foreach (var step in decision.Silent)
        {
            var silent = steps[step.Uuid];
            await server.Steps.TryReplaceAsync(silent.Key, silent.Value with
            {
                State = StepState.Silent,
                Code = "silent",
                Words = $"nothing was heard of the board for {document.ErrorThreshold.SilenceMinutes} minutes",
            }, silent.Revision, stop).ConfigureAwait(false);
        }

        if (decision.State.Phase == RolloutPhase.Running)
        {
            await SendAsync(rollout, decision.State.Tickets.Where(t => steps[t.Uuid].Value.Ticket != t.Number), stop).ConfigureAwait(false);
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
