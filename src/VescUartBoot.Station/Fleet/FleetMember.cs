using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Fleet;

/// <summary>A station's part in its fleet: it reports its boards, takes work for them, and coordinates if it may. The bench does not wait
/// for any of it.</summary>
internal sealed class FleetMember : IAsyncDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly FleetServer _server;
    private readonly FleetOptions _options;
    private readonly BoardReporter _reporter;
    private readonly FleetWorker? _worker;
    private readonly Coordinator? _coordinator;

    /// <summary>Makes it.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="options">Server, name and keys.</param>
    public FleetMember(Workbench bench, FleetOptions options)
    {
        _options = options;
        _server = new FleetServer(options, isPatient: true);
        _reporter = new BoardReporter(_server, bench, options);
        _worker = options.Trust is null ? null
            : new FleetWorker(_server, bench, options,
                new FleetFiles(Path.Combine(bench.Options.State.Path, "station", "fleet"), bench.Options.Store));
        _coordinator = options.Coordinates ? new Coordinator(_server, options) : null;
    }

    /// <summary>Why the server is not used now; <see langword="null"/>: it is.</summary>
    public string? Trouble { get; private set; } = "not connected yet";

    /// <summary>Runs a bench that takes part in a fleet.</summary>
    public static async Task RunBesideAsync(Workbench bench, FleetOptions options, CancellationToken stop)
    {
        var member = new FleetMember(bench, options);
        await using (member.ConfigureAwait(false))
        {
            await Task.WhenAll(bench.RunAsync(stop), member.RunAsync(stop)).ConfigureAwait(false);
        }
    }

    /// <summary>Takes part until it is stopped. A server that is away is waited for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _server.OpenAsync(stop).ConfigureAwait(false);
                await TakePartAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                await TellAsync(e.Message).ConfigureAwait(false);
                await Task.Delay(_retry, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TellAsync(string? trouble)
    {
        if (trouble != Trouble)
        {
            Trouble = trouble;
            string words = trouble is null ? $"connected to {_options.Url}"
                : $"{trouble}; the bench goes on, and the connection is tried again";
            await Console.Error.WriteLineAsync($"vescboot-station: fleet: {words}").ConfigureAwait(false);
        }
    }

    // What ends first ends all; they begin again together.
    private async Task TakePartAsync(CancellationToken stop)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await TellAsync(null).ConfigureAwait(false);
        List<Task> parts = [_reporter.RunAsync(all.Token)];
        if (_worker is not null)
        {
            parts.Add(_worker.RunAsync(all.Token, stop));
        }

        if (_coordinator is not null)
        {
            parts.Add(_coordinator.RunAsync(all.Token));
        }

        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }
}
