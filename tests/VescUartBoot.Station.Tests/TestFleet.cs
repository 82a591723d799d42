using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>A message server, stations, a key, and rollouts that put one bootloader on simulated boards.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-files-");
    private readonly List<FleetStation> _stations = [];
    private readonly TrustedKeys _trust;
    private FleetServer? _server;

    /// <summary>Starts the server.</summary>
    /// <param name="more">Further words of its command line.</param>
    public TestFleet(params string[] more)
    {
        Nats = new NatsServer(more);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(At("approval.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(At("approval.pem"), key.ExportSubjectPublicKeyInfoPem());
        _trust = TrustedKeys.Load(At("approval.pem"));
        File.WriteAllBytes(At("boot.bin"), Image);
        File.WriteAllText(At("recipe.json"), """
            { "schema": 1, "name": "fleet", "allowReadback": true, "boards": [ { "hardware": ["*"], "bootloader": "boot.bin" } ] }
            """);
    }

    public NatsServer Nats { get; }

    public byte[] Image { get; } = MakeImage();

    public string Folder => _folder.FullName;

    public IReadOnlyList<FleetStation> Stations => _stations;

    public string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(name))));

    /// <summary>The state folder of a program that was started.</summary>
    public string StateOf(string station) => At($"state-{station}");

    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>How the server is reached, if it is not by its address alone.</summary>
    public Func<FleetOptions, FleetOptions> Connection { get; init; } = same => same;

    public FleetOptions Options(string station, bool coordinates = true) => Connection(new()
    {
        Url = Nats.Url,
        Station = station,
        Site = $"site-{station}",
        Tags = ["night"],
        Trust = _trust,
        Coordinates = coordinates,
        LeaseTime = TimeSpan.FromSeconds(2),
        LookEvery = TimeSpan.FromMilliseconds(100),
        PostponeFor = TimeSpan.FromMilliseconds(300),
        RedeliverAfter = TimeSpan.FromSeconds(2),
    });

    public FleetStation Join(FleetOptions options, int boards, Func<int, SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        var station = new FleetStation(options, boards, change);
        _stations.Add(station);
        return station;
    }

    /// <summary>Starts the real program as a station.</summary>
    public Process StartProgram(string station, params string[] more) => StartProgram(station, Nats.Url, more);

    /// <summary>Starts the real program as a station that reaches the server by another address.</summary>
    public Process StartProgram(string station, string url, IEnumerable<string> more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll"), "--station", station, "--state", StateOf(station),
            "--listen", "127.0.0.1:0", "--fleet", url, "--trust", At("approval.pem"), .. more,
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(Token);
        _ = process.StandardError.ReadToEndAsync(Token);
        return process;
    }

    public static async Task KillAsync(Process station)
    {
        station.Kill();
        await station.WaitForExitAsync(CancellationToken.None);
        station.Dispose();
    }

    public async Task<FleetServer> ServerAsync()
    {
        if (_server is null)
        {
            var server = new FleetServer(Options("test"));
            await server.OpenAsync(Token);
            _server = server;
        }

        return _server;
    }

    public async Task<RolloutControl> ControlAsync() => new(await ServerAsync(), "test");

    /// <summary>Waits until the fleet knows so many boards.</summary>
    public async Task UntilKnownAsync(int boards)
    {
        var server = await ServerAsync();
        await UntilAsync(async () => (await server.Boards.ListAsync<FleetBoard>(">", Token)).Count(b => b.Value.Present) == boards);
    }

    /// <summary>Signs and starts a rollout.</summary>
    public async Task StartAsync(string name, Action<JsonObject>? change = null)
    {
        var (document, signed) = Sign(name, change);
        await (await ControlAsync()).StartAsync(document, signed, Folder, Token);
    }

    public (RolloutDocument Document, SignedDocument Signed) Sign(string name, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse($$"""
            {
              "schema": 1, "name": "{{name}}", "madeBy": "a", "approvedBy": "b", "notAfter": "2099-01-01T00:00:00Z",
              "targetFilter": { "hardware": ["60_MK6"] },
              "target": { "recipe": "recipe.json",
                "files": { "recipe.json": "{{Hash("recipe.json")}}", "boot.bin": "{{Hash("boot.bin")}}" } },
              "deploymentGroups": [ { "name": "canaries", "count": 2 }, { "name": "rest" } ],
              "limits": { "atOnce": 4 }, "errorThreshold": { "failures": 1 }
            }
            """)!.AsObject();
        change?.Invoke(json);
        byte[] content = Encoding.UTF8.GetBytes(json.ToJsonString());
        return (RolloutFile.Parse(content, name), new SignedDocument(content, TrustedKeys.Sign(content, At("approval.key"))));
    }

    public async Task<(RolloutDocument Document, RolloutState State, IReadOnlyList<BoardStep> Steps)> ReadAsync(string name) =>
        await (await ControlAsync()).ReadAsync(name, trust: null, Token);

    /// <summary>Waits for a phase.</summary>
    public async Task<(RolloutState State, IReadOnlyList<BoardStep> Steps)> UntilAsync(string name, RolloutPhase phase)
    {
        await UntilAsync(async () => (await ReadAsync(name)).State.Phase is var now && (now == phase || now != RolloutPhase.Running));
        var (document, state, steps) = await ReadAsync(name);
        Assert.True(state.Phase == phase,
            RolloutText.Report(document, "", state, steps, await (await ControlAsync()).SignsAsync(Token)));
        return (state, steps);
    }

    /// <summary>Waits until something is so; a server that is away is waited for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsSoAsync(isSo))
        {
            await often.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Each board that is done holds the image, and no other board does.</summary>
    public void VerdictsEqualTheFlash(IEnumerable<BoardStep> steps)
    {
        var done = steps.Where(s => s.State == StepState.Done).Select(s => s.Uuid).Order();
        var flashed = _stations.SelectMany(s => s.Sectors(Image.Length)).Where(b => b.Value.AsSpan().SequenceEqual(Image))
            .Select(b => b.Key);
        Assert.Equal(done, flashed.Order());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var station in _stations)
        {
            await station.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Nats.Dispose();
        _trust.Dispose();
        _folder.Delete(recursive: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<bool> IsSoAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (Exception e) when (FleetServer.IsOutage(e, Token))
        {
            return false;
        }
    }

    private static byte[] MakeImage()
    {
        byte[] content = new byte[5280];
        new Random(7).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return content;
    }
}
