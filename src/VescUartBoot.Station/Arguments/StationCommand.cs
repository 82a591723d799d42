using System.CommandLine;
using System.Globalization;

using VescUartBoot.Catalog;
using VescUartBoot.Hosting.State;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Web;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Arguments;

/// <summary><c>vescboot-station</c>: the bench, and the commands that only read.</summary>
internal static class StationCommand
{
    private const int DefaultPort = 8420;
    private const string Variable = "VESCBOOT_STATION_RECORDS";

    /// <summary>Where the records are.</summary>
    public static Option<string?> State() => new("--state")
    {
        Description = "The state folder: records, journal, history, locks (default: the one of vescboot; a new one with --simulate)",
        HelpName = "FOLDER",
    };

    /// <summary>Where the shared records are.</summary>
    public static Option<string?> Records() => new("--records")
    {
        Description = $"Records that several stations share: a connection string of PostgreSQL, such as"
            + $" Host=db.example;Database=bench;Username=station (default: the variable {Variable}, but not with --simulate)",
        HelpName = "CONNECTION",
    };

    /// <summary>What the environment says of the shared records.</summary>
    public static string? RecordsVariable => Environment.GetEnvironmentVariable(Variable);

    /// <summary>The shared records; <see langword="null"/>: there are none.</summary>
    /// <exception cref="FormatException">The connection string is none.</exception>
    public static SharedRecords? SharedOf(string? connection) =>
        string.IsNullOrWhiteSpace(connection) ? null : SharedRecords.Of(connection);

    /// <summary>The command with all below it.</summary>
    public static RootCommand Build()
    {
        var recipe = new Option<string?>("--recipe")
        {
            Description = "What is done with which hardware; without it boards are looked at and nothing is written",
            HelpName = "FILE",
        };
        var simulate = new Option<int?>("--simulate") { Description = "Simulated boards, 1 to 64, instead of real ports", HelpName = "N" };
        simulate.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int?>() is < 1 or > 64)
            {
                r.AddError("--simulate takes 1 to 64 boards");
            }
        });
        var ports = new Option<string[]>("--port")
        {
            Description = "A port; several times. Default: all that look like a VESC",
            HelpName = "PORT",
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Address and port of the page",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{DefaultPort}"),
        };
        var name = new Option<string?>("--station") { Description = "Name of this station in each record", HelpName = "NAME" };
        var state = State();
        var shared = Records();
        var site = new Option<string?>("--site")
        {
            Description = "Site of this station in its fleet (default: its name)",
            HelpName = "NAME",
        };
        var tags = new Option<string[]>("--tag") { Description = "A tag of this station in its fleet; several times", HelpName = "TAG" };
        var coordinate = new Option<bool>("--coordinate") { Description = "This station may coordinate the rollouts of its fleet" };
        var root = new RootCommand(
            "A bench for VESC boards: every board that is plugged in is recognised, done by recipe, proved and recorded")
        {
            recipe, simulate, ports, listen, name, state, shared, site, tags, coordinate,
        };
        root.Validators.Add(r =>
        {
            if (r.GetResult(simulate) is { Implicit: false } && r.GetResult(ports) is { Implicit: false })
            {
                r.AddError("--simulate takes the place of real ports; leave --port out");
            }
        });
        var fleet = new FleetArguments().AddTo(root);
        root.Subcommands.Add(RecipeCommand.Build());
        root.Subcommands.Add(HistoryCommand.Build());
        root.Subcommands.Add(RolloutCommand.Build());
        root.SetAction((parsed, cancellationToken) => StationErrors.GuardAsync(async () =>
        {
            int? boards = parsed.GetValue(simulate);
            var folder = new StateFolder(parsed.GetValue(state) is { } given ? Path.GetFullPath(given)
                : boards is null ? StateLocation.Find()
                : Directory.CreateTempSubdirectory("vescboot-station-").FullName);
            var store = new ImageStore(StoreLocation.Find());
            string station = parsed.GetValue(name) ?? Environment.MachineName;
            using var trust = fleet.Trust(parsed);
            var joined = fleet.Of(parsed, station) is { } server ? server with
            {
                Site = parsed.GetValue(site) ?? station,
                Tags = parsed.GetValue(tags) ?? [],
                Trust = trust,
                Coordinates = parsed.GetValue(coordinate),
            } : null;
            joined?.Require();
            using var simulated = boards is { } count
                ? new SimulatedPorts(count, joined is null ? null : SimulatedFleet.Of(station))
                : null;
            var options = new BenchOptions
            {
                State = folder,
                Store = store,
                Recipe = parsed.GetValue(recipe) is { } file ? RecipeFile.Load(file, store)
                    : simulated is null || joined is not null ? null
                    : DemoRecipe.Loaded,
                Station = station,
                MostBoards = Math.Max(boards ?? 0, new BenchOptions { State = folder, Store = store }.MostBoards),
            };
            using var records = new SqliteRecords(RecordsFile(folder));
            IPortFinder finder = simulated is null ? new SerialPortFinder(parsed.GetValue(ports) ?? []) : simulated;
            using var bench = new Workbench(finder, records, options);
            using var others = SharedOf(parsed.GetValue(shared) ?? (simulated is null ? RecordsVariable : null));
            using var ended = new CancellationTokenSource();
            var delivering = others is null ? Task.CompletedTask
                : new Delivery(records, others, new DeliveryOptions(), Say).RunAsync(ended.Token);
            try
            {
                await StationServer.RunAsync(
                    bench, new RecordBook(records, others), ListenAddress.Parse(parsed.GetValue(listen)!), joined, cancellationToken)
                    .ConfigureAwait(false);
            }
            finally
            {
                await ended.CancelAsync().ConfigureAwait(false);
                await delivering.ConfigureAwait(false);
            }
        }));
        return root;
    }

    /// <summary>Opens the records of a station without starting it.</summary>
    /// <exception cref="RecordsException">They cannot be read.</exception>
    public static SqliteRecords OpenRecords(string? state) =>
        new(RecordsFile(new StateFolder(state is null ? StateLocation.Find() : Path.GetFullPath(state))));

    private static void Say(string sentence) => Console.Error.WriteLine($"vescboot-station: {sentence}");

    /// <summary>The file of the records.</summary>
    public static string RecordsFile(StateFolder state) => Path.Combine(state.Path, "station", "records.db");
}
