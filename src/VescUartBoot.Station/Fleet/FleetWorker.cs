using System.Collections.Concurrent;

using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

using VescUartBoot.Chip;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Fleet;

/// <summary>Takes the work of a fleet for the boards of one bench. It checks everything itself: a message only makes it look.</summary>
/// <param name="server">The server.</param>
/// <param name="bench">The bench.</param>
/// <param name="options">Name, keys, clock.</param>
/// <param name="files">Recipes and images.</param>
internal sealed class FleetWorker(FleetServer server, Workbench bench, FleetOptions options, FleetFiles files)
{
    private const string Interrupted = "interrupted";

    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _busy = new(StringComparer.Ordinal);

    /// <summary>Takes work until it is stopped or the server is away.</summary>
    /// <param name="stop">Stops taking work.</param>
    /// <param name="end">Ends the station: until then the jobs that run go on, and their verdicts wait for the server.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken end)
    {
        var consumer = await server.Stream.CreateOrUpdateConsumerAsync(FleetServer.WorkStream, new ConsumerConfig(options.Station)
        {
            FilterSubject = FleetServer.WorkOf(options.Station),
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = options.RedeliverAfter,
        }, stop).ConfigureAwait(false);
        await foreach (var message in consumer.ConsumeAsync<byte[]>(cancellationToken: stop).ConfigureAwait(false))
        {
            _ = Task.Run(() => TakeAsync(message, end), CancellationToken.None);
        }
    }

    private async Task TakeAsync(INatsJSMsg<byte[]> message, CancellationToken stop)
    {
        if (FleetServer.ParseWork(message.Subject) is not { } work)
        {
            await AnswerAsync(message, WorkAnswer.Over, stop).ConfigureAwait(false);
            return;
        }

        // A message comes again while its job runs, after the server was away.
        if (!_busy.TryAdd(message.Subject, true))
        {
            await AnswerAsync(message, WorkAnswer.Later, stop).ConfigureAwait(false);
            return;
        }

        using var running = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var heartbeat = KeepClaimAsync(message, running.Token);
        var answer = WorkAnswer.Later;
        try
        {
            answer = await DoAsync(work.Rollout, work.Uuid, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (FleetServer.IsOutage(e, stop) || stop.IsCancellationRequested)
        {
            // The message comes again.
            answer = WorkAnswer.Later;
        }
        finally
        {
            await running.CancelAsync().ConfigureAwait(false);
            await heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _busy.TryRemove(message.Subject, out _);
        }

        await AnswerAsync(message, answer, stop).ConfigureAwait(false);
    }

    private async Task<WorkAnswer> DoAsync(string rollout, string uuid, CancellationToken stop)
    {
        var (phase, ticket) = await TicketAsync(rollout, uuid, stop).ConfigureAwait(false);
        var step = (await server.Steps.GetAsync<BoardStep>(FleetServer.StepKey(rollout, uuid), stop).ConfigureAwait(false))?.Value;
        if (ticket is null || step is null || step.IsOver)
        {
            return WorkAnswer.Over;
        }

        // What was begun is finished, whatever the rollout and the clock say by now: the board may be half done.
        bool hasBegun = step.State == StepState.Working && step.Station == options.Station && step.Ticket == ticket.Number;
        if (!hasBegun && phase != RolloutPhase.Running)
        {
            return phase == RolloutPhase.Paused ? WorkAnswer.Later : WorkAnswer.Over;
        }

        try
        {
            var document = await DocumentAsync(rollout, hasBegun, stop).ConfigureAwait(false);
            return Postponement(document, uuid, hasBegun) is { } reason
                ? await PostponeAsync(rollout, ticket, reason, hasBegun, stop).ConfigureAwait(false)
                : await WorkAsync(document, ticket, hasBegun, stop).ConfigureAwait(false);
        }
        catch (RolloutRejectedException e)
        {
            return await FailAsync(rollout, ticket, e.Code, e.Message, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (!FleetServer.IsOutage(e, stop) && !stop.IsCancellationRequested)
        {
            return await FailAsync(rollout, ticket, "internal", $"a fault of our own: {e.Message}", stop).ConfigureAwait(false);
        }
    }

    private async Task<WorkAnswer> FailAsync(string rollout, Ticket ticket, string code, string words, CancellationToken stop)
    {
        await WriteAsync(rollout, ticket, s => s with { State = StepState.Failed, Code = code, Words = words }, stop).ConfigureAwait(false);
        return WorkAnswer.Over;
    }

    private async Task<(RolloutPhase? Phase, Ticket? Ticket)> TicketAsync(string rollout, string uuid, CancellationToken stop)
    {
        var state = (await server.Rollouts.GetAsync<RolloutState>(FleetServer.StateKey(rollout), stop).ConfigureAwait(false))?.Value;
        return (state?.Phase, state?.Tickets.FirstOrDefault(t => t.Uuid == uuid && t.Station == options.Station));
    }

    private async Task<RolloutDocument> DocumentAsync(string rollout, bool hasBegun, CancellationToken stop)
    {
        var signed = await server.Rollouts.GetAsync<SignedDocument>(FleetServer.DocumentKey(rollout), stop).ConfigureAwait(false);
        var document = options.Trust!.Open(signed?.Value, rollout);
        return hasBegun || options.Time.GetUtcNow() <= document.NotAfter ? document
            : throw new RolloutRejectedException("documentExpired", $"the rollout may begin no board after {document.NotAfter:u}");
    }

    private (string Code, string Words)? Postponement(RolloutDocument document, string uuid, bool hasBegun)
    {
        var now = options.Time.GetUtcNow();
        return !hasBegun && document.Maintenance is { } maintenance && !maintenance.IsOpen(now)
                ? ("windowClosed", $"the maintenance window is closed by the clock of the station, {now:u}")
            : bench.Tiles().FirstOrDefault(t => t.Uuid == uuid) is not { } tile
                ? ("boardAway", "the board is not plugged in at this station")
            : tile.State == TileState.Working ? ("boardBusy", "a job runs on the board")
            : null;
    }

    // What was begun stays begun.
    private async Task<WorkAnswer> PostponeAsync(string rollout, Ticket ticket, (string Code, string Words) reason, bool hasBegun,
        CancellationToken stop)
    {
        if (!hasBegun)
        {
            await WriteAsync(rollout, ticket, s => s with { State = StepState.Postponed, Code = reason.Code, Words = reason.Words }, stop)
                .ConfigureAwait(false);
        }

        return WorkAnswer.Later;
    }

    private async Task<WorkAnswer> WorkAsync(RolloutDocument document, Ticket ticket, bool hasBegun, CancellationToken stop)
    {
        var recipe = await files.LoadAsync(server, document, stop).ConfigureAwait(false);

        // Files may have taken their time, and a person may have stopped the rollout meanwhile.
        if (!hasBegun && await TicketAsync(document.Name, ticket.Uuid, stop).ConfigureAwait(false) is not (RolloutPhase.Running, not null))
        {
            return WorkAnswer.Later;
        }

        await WriteAsync(document.Name, ticket, s => s with { State = StepState.Working, Code = null, Words = null }, stop)
            .ConfigureAwait(false);
        var target = RolloutPlan.Version(document.Target.Firmware);
        var order = new JobOrder(ticket.Uuid, recipe, $"rollout {document.Name}", identity => document.TargetFilter.RefusalOf(
            identity.Uuid?.ToString(), identity.Hardware, identity.Firmware, options.Tags, target));
        if (!bench.TryTake(order, out var job))
        {
            return await PostponeAsync(document.Name, ticket, ("boardAway", "the board was unplugged"), hasBegun,
                stop).ConfigureAwait(false);
        }

        var record = await job.ConfigureAwait(false);
        if (record?.Job.Verdict == Interrupted && stop.IsCancellationRequested)
        {
            // The station stops: it looks again after its start.
            return WorkAnswer.Later;
        }

        await WriteAsync(document.Name, ticket, s => Verdict(s, record, target), stop).ConfigureAwait(false);
        return WorkAnswer.Over;
    }

    // A board is done when the record of its job says so and it runs what the rollout names.
    private static BoardStep Verdict(BoardStep step, StationRecord? record, FirmwareVersion? target)
    {
        if (record is null)
        {
            return step with
            {
                State = StepState.Failed,
                Code = "stateUnusable",
                Words = "the job ended, and its record cannot be written",
            };
        }

        var job = record.Job;
        bool isThere = target is null || RolloutPlan.Version(job.Firmware?.After) == target;
        bool isDone = job.Verdict == "ok" && isThere;
        return step with
        {
            State = isDone ? StepState.Done : StepState.Failed,
            Code = job.Verdict == "ok" && !isThere ? "targetNotReached" : job.Verdict,
            Words = job.Verdict == "ok" && !isThere
                ? $"the board runs {job.Firmware?.After ?? "an unknown firmware"}, not {target}"
                : job.Message,
            FirmwareBefore = job.Firmware?.Before,
            FirmwareAfter = job.Firmware?.After,
            BootloaderSha256 = job.BootloaderSha256,
            BoardState = job.BoardState,
            Evidence = record.Evidence,
            Record = record.Id,
        };
    }

    // Writes the result for a board, however long the server is away. A verdict replaces a ticket that was taken back.
    private async Task WriteAsync(string rollout, Ticket ticket, Func<BoardStep, BoardStep> change, CancellationToken stop)
    {
        string key = FleetServer.StepKey(rollout, ticket.Uuid);
        while (true)
        {
            try
            {
                if (await server.Steps.GetAsync<BoardStep>(key, stop).ConfigureAwait(false) is not { } step)
                {
                    return;
                }

                var changed = change(step.Value) with { Station = options.Station, Ticket = ticket.Number, Accepted = false };
                if (await server.Steps.TryReplaceAsync(key, changed, step.Revision, stop).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception e) when (FleetServer.IsOutage(e, stop))
            {
                await Task.Delay(_retry, stop).ConfigureAwait(false);
            }
        }
    }

    // The message is not delivered again while its job runs.
    private async Task KeepClaimAsync(INatsJSMsg<byte[]> message, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.RedeliverAfter / 3);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await message.AckProgressAsync(cancellationToken: stop).ConfigureAwait(false);
            }
            catch (Exception e) when (FleetServer.IsOutage(e, stop))
            {
                // The server delivers it again; the job runs and is not begun twice.
                continue;
            }
        }
    }

    private async Task AnswerAsync(INatsJSMsg<byte[]> message, WorkAnswer answer, CancellationToken stop)
    {
        try
        {
            if (answer == WorkAnswer.Over)
            {
                await message.AckAsync(cancellationToken: stop).ConfigureAwait(false);
            }
            else
            {
                await message.NakAsync(new AckOpts { NakDelay = options.PostponeFor }, stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (FleetServer.IsOutage(e, stop) || stop.IsCancellationRequested)
        {
            // Not answered is asked again.
            return;
        }
    }
}
