using System.Collections.Concurrent;
using System.Diagnostics;

using Npgsql;

using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>The way of each job from the outbox to the shared records, while the server comes and goes.</summary>
[Collection(PostgresServer.Collection)]
public sealed class DeliveryTests : IDisposable
{
    private static readonly DeliveryOptions _soon = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(20),
        LongestPause = TimeSpan.FromMilliseconds(200),
    };

    private readonly PostgresServer _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("station-delivery-");

    public DeliveryTests(PostgresServer server)
    {
        PostgresServer.Require();
        _server = server;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task Two_stations_deliver_while_the_server_is_stopped_and_started_and_nothing_is_lost_doubled_or_out_of_order()
    {
        const int Each = 50;
        string connection = await _server.NewDatabaseAsync();
        var said = new ConcurrentQueue<string>();
        string[] names = new[] { "line-1", "line-2" };
        var work = names.Select(name => WorkAsync(name, connection, Each, said.Enqueue)).ToList();
        for (int i = 0; i < 2; i++)
        {
            await _server.StopAsync();
            await _server.StartAsync();
        }

        var written = await Task.WhenAll(work);
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal(written[i], await PostgresServer.ReadAsync<Guid>(connection,
                $"SELECT id FROM vescboot_jobs WHERE station = '{names[i]}' ORDER BY number;"));
        }

        Assert.Contains(said, s => s.EndsWith("the jobs wait here and are delivered later", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Jobs_that_ended_before_the_database_was_named_are_delivered_too_and_a_stop_delivers_the_last_ones()
    {
        string connection = await _server.NewDatabaseAsync();
        using var local = Open("line-1");
        for (int i = 0; i < 250; i++)
        {
            local.Write([], [TestRecords.Job(i)]);
        }

        using var shared = SharedRecords.Of(connection);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await new Delivery(local, shared, new DeliveryOptions { LastTry = TimeSpan.FromMinutes(1) }, _ => { }).RunAsync(stopped.Token);
        Assert.Equal(0, local.CountUnsent());
        Assert.Equal([250L], await PostgresServer.ReadAsync<long>(connection, "SELECT COUNT(*) FROM vescboot_jobs;"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_station_that_begins_without_its_database_works_and_says_once_that_the_jobs_wait()
    {
        string connection = await _server.NewDatabaseAsync();
        var said = new ConcurrentQueue<string>();
        using var local = Open("line-1");
        using var shared = SharedRecords.Of(connection + "x");
        using var ended = new CancellationTokenSource();
        var delivering = new Delivery(local, shared, _soon, said.Enqueue).RunAsync(ended.Token);
        local.Write([], [TestRecords.Job(1)]);
        await UntilAsync(() => !said.IsEmpty);
        await PostgresServer.ExecuteAsync(connection, $"CREATE DATABASE {new NpgsqlConnectionStringBuilder(connection).Database}x;");
        await UntilAsync(() => local.CountUnsent() == 0);
        await ended.CancelAsync();
        await delivering;
        Assert.Collection(said,
            s => Assert.EndsWith("does not exist; the jobs wait here and are delivered later", s, StringComparison.Ordinal),
            s => Assert.Equal("the shared records have every job", s));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_older_station_beside_a_newer_one_keeps_its_jobs_and_delivers_them_after_its_update()
    {
        string connection = await _server.NewDatabaseAsync();
        var said = new ConcurrentQueue<string>();
        using var local = Open("line-1");
        using var shared = SharedRecords.Of(connection);
        using var ended = new CancellationTokenSource();
        var delivering = new Delivery(local, shared, _soon, said.Enqueue).RunAsync(ended.Token);
        local.Write([], [TestRecords.Job(1)]);
        await UntilAsync(() => local.CountUnsent() == 0);
        await PostgresServer.ExecuteAsync(connection,
            "ALTER TABLE vescboot_jobs ADD COLUMN newer text NOT NULL DEFAULT 'x'; UPDATE vescboot_schema SET version = version + 1;");
        local.Write([], [TestRecords.Job(2)]);
        await UntilAsync(() => !said.IsEmpty);
        Assert.Equal(1, local.CountUnsent());
        Assert.Contains("newer version", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal([1L], await PostgresServer.ReadAsync<long>(connection, "SELECT COUNT(*) FROM vescboot_jobs;"));

        await PostgresServer.ExecuteAsync(connection, "UPDATE vescboot_schema SET version = version - 1;");
        await UntilAsync(() => local.CountUnsent() == 0);
        await ended.CancelAsync();
        await delivering;
    }

    [Fact(Timeout = 300_000)]
    [Trait("Category", "Slow")]
    public async Task A_station_that_was_killed_with_jobs_in_its_outbox_delivers_them_at_its_next_start()
    {
        string connection = await _server.NewDatabaseAsync();
        await _server.StopAsync();
        string first = await RunStationAsync(connection, records => records.CountUnsent() == 2);
        Assert.Contains("the jobs wait here and are delivered later", first, StringComparison.Ordinal);
        var (_, away) = await HistoryAsync(connection);
        Assert.Contains("these are the jobs of this station only", away, StringComparison.Ordinal);

        await _server.StartAsync();
        var (waiting, _) = await HistoryAsync(connection);
        Assert.Equal(2, waiting.Split('\n').Count(l => l.EndsWith("waits for delivery", StringComparison.Ordinal)));
        await RunStationAsync(connection, records => records.CountUnsent() == 0);
        using var local = Open("station");
        var ids = local.Find(new RecordQuery()).Select(r => r.Id).Reverse().ToList();
        Assert.True(ids.Count >= 2);
        Assert.Equal(ids.Order(), (await PostgresServer.ReadAsync<Guid>(connection, "SELECT id FROM vescboot_jobs;")).Order());
        var (delivered, problem) = await HistoryAsync(connection);
        Assert.DoesNotContain("waits", delivered, StringComparison.Ordinal);
        Assert.Equal("", problem);
    }

    private async Task<List<Guid>> WorkAsync(string name, string connection, int jobs, Action<string> say)
    {
        using var ended = new CancellationTokenSource();
        using var local = Open(name);
        using var shared = SharedRecords.Of(connection);
        var delivering = new Delivery(local, shared, _soon, say).RunAsync(ended.Token);
        var written = new List<Guid>();
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (int i = 0; i < jobs; i++)
        {
            var job = TestRecords.Job(i, name);
            local.Write([job], []);
            local.Write([], [job]);
            written.Add(job.Id);
            await often.WaitForNextTickAsync(Stop);
        }

        await UntilAsync(() => local.CountUnsent() == 0);
        await ended.CancelAsync();
        await delivering;
        return written;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            await often.WaitForNextTickAsync(Stop);
        }
    }

    private SqliteRecords Open(string name) => new(Path.Combine(_folder.FullName, name, "records.db"));

    // Runs the program until its records are as wanted, and kills it; returns what it said on standard error.
    private async Task<string> RunStationAsync(string connection, Predicate<SqliteRecords> wanted)
    {
        using var station = Start("--simulate", "2", "--listen", "127.0.0.1:0", "--records", connection);
        try
        {
            Assert.NotNull(await station.StandardOutput.ReadLineAsync(Stop));
            using var records = Open("station");
            await UntilAsync(() => wanted(records));
        }
        finally
        {
            station.Kill();
        }

        return await station.StandardError.ReadToEndAsync(Stop);
    }

    private async Task<(string Output, string Error)> HistoryAsync(string connection)
    {
        using var history = Start("history", "--records", connection);
        string output = await history.StandardOutput.ReadToEndAsync(Stop);
        return (output, await history.StandardError.ReadToEndAsync(Stop));
    }

    private Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        words = [Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll"), .. words, "--state", _folder.FullName];
        Array.ForEach(words, start.ArgumentList.Add);
        return Process.Start(start)!;
    }
}
