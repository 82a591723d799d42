namespace VescUartBoot.Station.Fleet;

/// <summary>What a person does with rollouts.</summary>
/// <param name="server">The server.</param>
/// <param name="who">Who it is, for the reason.</param>
internal sealed class RolloutControl(FleetServer server, string who)
{
    private const string Refused = "rolloutRefused";
    private const int AtOnce = 32;

    /// <summary>What a rollout means for the boards that the fleet knows.</summary>
    public async Task<IReadOnlyList<PlannedBoard>> PlanAsync(RolloutDocument document, CancellationToken stop) => RolloutPlan.Of(document,
        (await server.Boards.ListAsync<FleetBoard>(">", stop).ConfigureAwait(false)).Select(b => b.Value));

    /// <summary>Starts a rollout. Started again after an interruption, it continues.</summary>
    /// <param name="document">The document.</param>
    /// <param name="signed">The same with its signature.</param>
    /// <param name="beside">The folder of its files.</param>
    /// <param name="stop">Stops.</param>
    /// <returns>How many boards take part.</returns>
    /// <exception cref="RolloutRejectedException">It cannot be started.</exception>
    public async Task<int> StartAsync(RolloutDocument document, SignedDocument signed, string beside, CancellationToken stop)
    {
        if (await server.Rollouts.GetAsync<RolloutState>(FleetServer.StateKey(document.Name), stop).ConfigureAwait(false) is not null)
        {
            throw new RolloutRejectedException(Refused, $"there was a rollout {document.Name} already: take another name");
        }

        if (TimeProvider.System.GetUtcNow() > document.NotAfter)
        {
            throw new RolloutRejectedException("documentExpired", $"the rollout may begin no board after {document.NotAfter:u}");
        }

        var all = await PlanAsync(document, stop).ConfigureAwait(false);
        if (RolloutPlan.Missing(document, all) is [var missing, ..])
        {
            throw new RolloutRejectedException(Refused, $"{missing}: plug it in, or correct the document");
        }

        var plan = all.Where(p => p.Group is not null).ToList();
        if (plan.Count == 0)
        {
            throw new RolloutRejectedException(Refused, "no board of the fleet meets the target filter: rollout check says why");
        }

        await FleetFiles.GiveAsync(server, document.Target, beside, stop).ConfigureAwait(false);
        await server.Rollouts.PutAsync(FleetServer.DocumentKey(document.Name), signed, stop).ConfigureAwait(false);
        foreach (var old in await server.Steps.ListAsync<BoardStep>($"{document.Name}.>", stop).ConfigureAwait(false))
        {
            await server.Steps.RemoveAsync(old.Key, stop).ConfigureAwait(false);
        }

        var steps = plan.Select((board, place) => new BoardStep { Uuid = board.Report.Uuid, Group = board.Group!.Value, Place = place });
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (step, token) => await server.Steps.PutAsync(FleetServer.StepKey(document.Name, step.Uuid), step, token)
                .ConfigureAwait(false)).ConfigureAwait(false);

        var state = new RolloutState { Reason = $"started by {who}" };
        return await server.Rollouts.TryCreateAsync(FleetServer.StateKey(document.Name), state, stop).ConfigureAwait(false)
            ? plan.Count
            : throw new RolloutRejectedException(Refused, $"another has started a rollout {document.Name} at the same time");
    }

    /// <summary>Stops the beginning of boards until it is resumed. What runs is finished.</summary>
    public Task PauseAsync(string rollout, CancellationToken stop) =>
        ChangeAsync(rollout, [RolloutPhase.Running], RolloutPhase.Paused, "paused", stop);

    /// <summary>Stops the beginning of boards for good. What runs is finished.</summary>
    public Task AbortAsync(string rollout, CancellationToken stop) =>
        ChangeAsync(rollout, [RolloutPhase.Running, RolloutPhase.Paused], RolloutPhase.Aborted, "aborted", stop);

    /// <summary>Goes on.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="retry">Whether boards that failed get another ticket; else their failures are accepted.</param>
    /// <param name="stop">Stops.</param>
    public async Task ResumeAsync(string rollout, bool retry, CancellationToken stop)
    {
        await RequireAsync(rollout, [RolloutPhase.Paused], stop).ConfigureAwait(false);
        foreach (var step in await server.Steps.ListAsync<BoardStep>($"{rollout}.>", stop).ConfigureAwait(false))
        {
            // A verdict that comes in just now is not accepted unseen.
            if (step.Value.CountsAsFailed || (retry && step.Value.State is StepState.Failed or StepState.Silent))
            {
                await server.Steps.TryReplaceAsync(step.Key, retry ? step.Value with { State = StepState.Waiting, Accepted = false }
                    : step.Value with { Accepted = true }, step.Revision, stop).ConfigureAwait(false);
            }
        }

        await ChangeAsync(rollout, [RolloutPhase.Paused], RolloutPhase.Running, "resumed", stop).ConfigureAwait(false);
    }

    /// <summary>Which stations are there, and whether one coordinates.</summary>
    public Task<FleetSigns> SignsAsync(CancellationToken stop) => FleetSigns.ReadAsync(server, stop);

    /// <summary>Document, state and boards of a rollout.</summary>
    /// <param name="rollout">Its name.</param>
    /// <param name="trust">The keys that have to have signed the document; <see langword="null"/>: the signature is not checked.</param>
    /// <param name="stop">Stops.</param>
    /// <exception cref="RolloutRejectedException">There is none.</exception>
    public async Task<(RolloutDocument Document, RolloutState State, IReadOnlyList<BoardStep> Steps)> ReadAsync(string rollout,
        TrustedKeys? trust, CancellationToken stop)
    {
        var state = await RequireAsync(rollout, Enum.GetValues<RolloutPhase>(), stop).ConfigureAwait(false);
        var document = await DocumentAsync(rollout, trust, stop).ConfigureAwait(false);
        var steps = await server.Steps.ListAsync<BoardStep>($"{rollout}.>", stop).ConfigureAwait(false);
        return (document, state.Value, [.. steps.Select(s => s.Value with { Changed = s.Written })]);
    }

    /// <summary>The document of a rollout.</summary>
    /// <param name="rollout">Its name.</param>
    /// <param name="trust">The keys that have to have signed it; <see langword="null"/>: the signature is not checked.</param>
    /// <param name="stop">Stops.</param>
    /// <exception cref="RolloutRejectedException">There is none, or none of the keys has signed it.</exception>
    public async Task<RolloutDocument> DocumentAsync(string rollout, TrustedKeys? trust, CancellationToken stop)
    {
        var signed = await server.Rollouts.GetAsync<SignedDocument>(FleetServer.DocumentKey(rollout), stop).ConfigureAwait(false)
            ?? throw new RolloutRejectedException(Refused, $"the server has no document of the rollout {rollout}");
        return trust?.Open(signed.Value, rollout) ?? RolloutFile.Parse(signed.Value.Content, rollout);
    }

    private async Task ChangeAsync(string rollout, RolloutPhase[] from, RolloutPhase to, string word, CancellationToken stop)
    {
        Versioned<RolloutState> before;
        RolloutState after;
        do
        {
            before = await RequireAsync(rollout, from, stop).ConfigureAwait(false);
            after = before.Value with { Phase = to, Reason = $"{word} by {who}" };
        }
        while (!await server.Rollouts.TryReplaceAsync(before.Key, after, before.Revision, stop).ConfigureAwait(false));
    }

    private async Task<Versioned<RolloutState>> RequireAsync(string rollout, RolloutPhase[] phases, CancellationToken stop)
    {
        string key = RolloutFile.IsName(rollout) ? FleetServer.StateKey(rollout)
            : throw new RolloutRejectedException(Refused, $"'{rollout}' is not the name of a rollout");
        var state = await server.Rollouts.GetAsync<RolloutState>(key, stop).ConfigureAwait(false)
            ?? throw new RolloutRejectedException(Refused, $"there is no rollout {rollout}");
        return phases.Contains(state.Value.Phase) ? state
            : throw new RolloutRejectedException(Refused, $"the rollout {rollout} is {state.Value.Phase.ToString().ToLowerInvariant()}");
    }
}
