using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Fleet;

/// <summary>A station's part in its fleet: it reports its boards, takes work for them, and coordinates if it may. The bench does not wait
/// for any of it.</summary>
internal sealed class FleetMember : IAsyncDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestLook = TimeSpan.FromSeconds(5);

    private readonly FleetServer _server;
    private readonly FleetOptions _options;
    private readonly BoardReporter _reporter;
    private readonly FleetWorker? _worker;
    private readonly SemaphoreSlim _looking = new(1);
    private FleetView? _view;
    private long _viewed;
    private string? _trouble = "not connected yet";

    /// <summary>Makes it.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="options">Server, name and keys.</param>
    public FleetMember(Workbench bench, FleetOptions options)
    {
        _options = options;
        _server = new FleetServer(options);
        _reporter = new BoardReporter(_server, bench, options);
        _worker = options.Trust is null ? null
            : new FleetWorker(_server, bench, options,
                new FleetFiles(Path.Combine(bench.Options.State.Path, "station", "fleet"), bench.Options.Store));
    }

    /// <summary>Why the server is not used now; <see langword="null"/>: it is.</summary>
    public string? Trouble => _trouble ?? (_server.IsConnected ? null : $"the connection to {_options.Server} is lost");

    /// <summary>What a person at the page of this station does with rollouts; <see langword="null"/>: the server is not used now.</summary>
    public RolloutControl? Control => Trouble is null ? new RolloutControl(_server, $"the page of {_options.Station}") : null;

    /// <summary>The fleet now. The server is asked once a second, however many pages are open.</summary>
    public async Task<FleetView> LookAsync()
    {
        await _looking.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Trouble is { } trouble)
            {
                return FleetView.Without(_options.Station, trouble);
            }

            if (_view is null || _options.Time.GetElapsedTime(_viewed) >= _betweenLooks)
            {
                using var limit = new CancellationTokenSource(_longestLook, _options.Time);
                _view = await FleetView.ReadAsync(_server, _options.Station, limit.Token).ConfigureAwait(false);
                _viewed = _options.Time.GetTimestamp();
            }

            return _view;
        }
        catch (Exception e) when (FleetServer.IsOutage(e, CancellationToken.None))
        {
            return FleetView.Without(_options.Station, $"{_options.Server} does not answer");
        }
        finally
        {
            _looking.Release();
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
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _looking.Dispose();
    }

    private async Task TellAsync(string? trouble)
    {
        if (trouble != _trouble)
        {
            _trouble = trouble;
            string words = trouble is null ? $"connected to {_options.Server}"
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

        if (_options.Coordinates)
        {
            parts.Add(CoordinateAsync(all.Token));
        }

        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        await all.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    private async Task CoordinateAsync(CancellationToken stop)
    {
        var coordinator = new Coordinator(_server, _options);
        await using (coordinator.ConfigureAwait(false))
        {
            await coordinator.RunAsync(stop).ConfigureAwait(false);
        }
    }
}
