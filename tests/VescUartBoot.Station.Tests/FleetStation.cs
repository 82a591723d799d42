using Microsoft.AspNetCore.Builder;

using VescUartBoot.Catalog;
using VescUartBoot.Hosting.State;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Web;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>A station of a fleet with simulated boards. It can be stopped and started again; the boards keep their flash.</summary>
internal sealed class FleetStation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-test-");
    private readonly FleetOptions _options;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public FleetStation(FleetOptions options, int boards, Func<int, SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        _options = options;
        var own = SimulatedFleet.Of(options.Station);
        Ports = new SimulatedPorts(boards, (i, o) => (change ?? ((_, same) => same))(i, own(i, o)) with { Timing = BoardTiming.Off });
        Start();
    }

    public SimulatedPorts Ports { get; }

    /// <summary>The bench of the last start.</summary>
    public Workbench Bench { get; private set; } = null!;

    /// <summary>Its part in the fleet, since the last start.</summary>
    public FleetMember Member { get; private set; } = null!;

    /// <summary>Serves the page of the last start, on a free port.</summary>
    public async Task<WebApplication> ServeAsync(AccessToken token)
    {
        var app = StationServer.Build(Bench, new RecordBook(Bench.Records, null), ListenAddress.Parse("127.0.0.1:0"), token, Member);
        await app.StartAsync();
        return app;
    }

    public void Start()
    {
        _stop = new CancellationTokenSource();
        _running = RunAsync(_stop.Token);
    }

    public async Task StopAsync()
    {
        if (_stop is { } stop)
        {
            await stop.CancelAsync();
            await _running;
            stop.Dispose();
            _stop = null;
        }
    }

    /// <summary>What is in the bootloader sector of each board, by its UUID; empty: nothing.</summary>
    public IReadOnlyDictionary<string, byte[]> Sectors(int length) => Ports.Boards.Select(board => board.Look(b => (
        Uuid: Convert.ToHexStringLower(b.Options.Uuid.Span),
        Content: b.Flash.Read(SimulatedFlash.BootloaderOffset, length).ToArray())))
        .ToDictionary(b => b.Uuid, b => b.Content.All(x => x == 0xFF) ? [] : b.Content);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Ports.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var records = new SqliteRecords(Path.Combine(_folder.FullName, "records.db"));
        using var bench = Bench = new Workbench(Ports, records, new BenchOptions
        {
            State = new StateFolder(_folder.FullName),
            Store = new ImageStore(Path.Combine(_folder.FullName, "store")),
            Station = _options.Station,
            MostBoards = 64,
            LookEvery = TimeSpan.FromMilliseconds(50),
            KeepsHistory = false,
        });
        await using var member = Member = new FleetMember(bench, _options);
        await Task.WhenAll(bench.RunAsync(stop), member.RunAsync(stop));
    }
}
