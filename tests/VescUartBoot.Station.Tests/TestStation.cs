using System.Net.Http.Headers;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using VescUartBoot.Catalog;
using VescUartBoot.Hosting.State;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Web;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A station with simulated boards in a temporary folder, served on a free port of this machine.</summary>
internal sealed class TestStation : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("station-test-");
    private readonly SqliteRecords _records;
    private readonly WebApplication _app;
    private readonly Task _running;

    private readonly IPortFinder _finder;

    private TestStation(IPortFinder finder, LoadedRecipe? recipe, SharedRecords? shared)
    {
        _finder = finder;
        _records = new SqliteRecords(Path.Combine(_folder.FullName, "records.db"));
        Bench = new Workbench(finder, _records, new BenchOptions
        {
            State = new StateFolder(_folder.FullName),
            Store = new ImageStore(Path.Combine(_folder.FullName, "store")),
            Recipe = recipe,
            Station = "test",
            LookEvery = TimeSpan.FromMilliseconds(20),
        });
        _app = StationServer.Build(Bench, new RecordBook(_records, shared), ListenAddress.Parse("127.0.0.1:0"), Token, fleet: null);
        _app.StartAsync().GetAwaiter().GetResult();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{StationServer.PortOf(_app)}/") };
        _running = Bench.RunAsync(_stop.Token);
    }

    public SimulatedPorts Ports => (SimulatedPorts)_finder;

    public Workbench Bench { get; }

    public SqliteRecords Records => _records;

    /// <summary>What is served.</summary>
    public IReadOnlyList<Endpoint> Endpoints => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints)];

    public AccessToken Token { get; } = new();

    /// <summary>A visitor without the token.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts a station with boards, without delays unless they are asked for.</summary>
    public static TestStation Start(int boards, Func<int, SimulatedBoardOptions, SimulatedBoardOptions>? change = null,
        LoadedRecipe? recipe = null, bool withoutRecipe = false, SharedRecords? shared = null, BoardTiming? timing = null)
    {
        var ports = new SimulatedPorts(boards, (i, o) => (change?.Invoke(i, o) ?? o) with { Timing = timing ?? BoardTiming.Off });
        return new TestStation(ports, withoutRecipe ? null : recipe ?? DemoRecipe.Loaded, shared);
    }

    /// <summary>Starts a station with other ports; <paramref name="recipe"/> may be <see langword="null"/>.</summary>
    public static TestStation At(IPortFinder finder, LoadedRecipe? recipe) => new(finder, recipe, null);

    /// <summary>Makes the visitor one with the token.</summary>
    public HttpClient WithToken()
    {
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token.Value);
        return Http;
    }

    /// <summary>Waits until the tiles are as wanted.</summary>
    public async Task<IReadOnlyList<Tile>> UntilAsync(Predicate<IReadOnlyList<Tile>> wanted)
    {
        while (true)
        {
            var changed = Bench.Changed;
            var tiles = Bench.Tiles();
            if (wanted(tiles))
            {
                return tiles;
            }

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the job of each board has ended.</summary>
    public Task<IReadOnlyList<Tile>> UntilAllEndedAsync(int boards) =>
        UntilAsync(tiles => tiles.Count == boards && tiles.All(t => t.State is not (TileState.Waiting or TileState.Working)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _app.DisposeAsync();
        Http.Dispose();
        Bench.Dispose();
        _records.Dispose();
        (_finder as IDisposable)?.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }
}
