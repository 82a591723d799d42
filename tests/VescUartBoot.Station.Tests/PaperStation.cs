using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>What a station says to the message server, without boards: each job takes no time. For numbers of boards that no simulator
/// holds.</summary>
internal sealed class PaperStation(FleetOptions options, IReadOnlyList<string> uuids) : IAsyncDisposable
{
    private readonly FleetServer _server = new(options);
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;

    /// <summary>Reports the boards and begins to take work.</summary>
    public async Task StartAsync()
    {
        await _server.OpenAsync(_stop.Token);
        await Parallel.ForEachAsync(uuids, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (uuid, stop) => await ReportAsync(uuid, stop));
        await _server.Stations.PutAsync(options.Station, new StationReport(options.Station, options.Site, uuids.Count, TakesWork: true,
            DateTimeOffset.UtcNow, uuids), _stop.Token);
        _working = WorkAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        var consumer = await _server.Stream.CreateOrUpdateConsumerAsync(FleetServer.WorkStream, new ConsumerConfig(options.Station)
        {
            FilterSubject = FleetServer.WorkOf(options.Station),
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
        }, stop);
        await foreach (var message in consumer.ConsumeAsync<byte[]>(cancellationToken: stop))
        {
            _ = Task.Run(() => TakeAsync(message, stop), CancellationToken.None);
        }
    }

    // The reads and writes of FleetWorker for one board, in its order.
    private async Task TakeAsync(INatsJSMsg<byte[]> message, CancellationToken stop)
    {
        var (rollout, uuid) = FleetServer.ParseWork(message.Subject)!.Value;
        if (await TicketAsync(rollout, uuid, stop) is { } ticket)
        {
            await _server.Steps.GetAsync<BoardStep>(FleetServer.StepKey(rollout, uuid), stop);
            await _server.Rollouts.GetAsync<SignedDocument>(FleetServer.DocumentKey(rollout), stop);
            await TicketAsync(rollout, uuid, stop);
            await WriteAsync(rollout, ticket, s => s with { State = StepState.Working }, stop);
            await ReportAsync(uuid, stop);
            await WriteAsync(rollout, ticket, s => s with
            {
                State = StepState.Done,
                Code = "ok",
                FirmwareBefore = "6.05",
                FirmwareAfter = "6.05",
                BootloaderSha256 = new string('a', 64),
                Evidence = "all 131072 bytes of the bootloader sector were read back and compared",
                Record = Guid.NewGuid(),
            }, stop);
        }

        await message.AckAsync(cancellationToken: stop);
    }

    private async Task<Ticket?> TicketAsync(string rollout, string uuid, CancellationToken stop) =>
        (await _server.Rollouts.GetAsync<RolloutState>(FleetServer.StateKey(rollout), stop))?.Value.Tickets
            .FirstOrDefault(t => t.Uuid == uuid);

    private async Task WriteAsync(string rollout, Ticket ticket, Func<BoardStep, BoardStep> change, CancellationToken stop)
    {
        string key = FleetServer.StepKey(rollout, ticket.Uuid);
        var step = (await _server.Steps.GetAsync<BoardStep>(key, stop))!;
        await _server.Steps.TryReplaceAsync(key, change(step.Value) with { Station = options.Station, Ticket = ticket.Number },
            step.Revision, stop);
    }

    private Task ReportAsync(string uuid, CancellationToken stop) => _server.Boards.PutAsync(uuid, new FleetBoard
    {
        Uuid = uuid,
        Hardware = "60_MK6",
        Firmware = "6.05",
        Verdict = "ok",
        Words = "bootloader installed and verified",
        Station = options.Station,
        Site = options.Site,
        Present = true,
        Seen = DateTimeOffset.UtcNow,
    }, stop);
}
