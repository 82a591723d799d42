using System.Text.Json.Nodes;

using Npgsql;

using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>The shared records on a real server: shapes, searches, stations that start together, refusals.</summary>
[Collection(PostgresServer.Collection)]
public sealed class SharedRecordsTests
{
    private readonly PostgresServer _server;

    public SharedRecordsTests(PostgresServer server)
    {
        PostgresServer.Require();
        _server = server;
    }

    public static TheoryData<int> Shapes => [.. Enumerable.Range(0, SharedMigrations.Current + 1)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_database_of_each_older_version_is_migrated_and_keeps_its_jobs(int shape)
    {
        string connection = await _server.NewDatabaseAsync();
        var old = TestRecords.Job(1);
        if (shape > 0)
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var opened = await source.OpenConnectionAsync(Stop);
            await SharedMigrations.ApplyAsync(opened, shape, Stop);
            await PostgresServer.ExecuteAsync(connection,
                "INSERT INTO vescboot_jobs (id, station, begun, ended, uuid, hardware, verdict, lot, recipe, evidence, search, line) "
                + "VALUES "
                + $"('{old.Id}', 'line-1', now(), now(), '{old.Job.Uuid}', '60_MK6', 'ok', 'L7', 'Batch 7', 'read back', 'x', "
                + $"'{old.Job.ToLine()}');");
        }

        using var records = SharedRecords.Of(connection);
        var added = TestRecords.Job(2);
        await records.AddAsync([added], Stop);
        var found = await records.FindAsync(new RecordQuery(), Stop);
        Assert.Equal(shape > 0 ? [added, old] : [added], found.OrderByDescending(r => r.Job.Ended));
        var failed = TestRecords.Job(3) with { Serial = "SN3", Trace = "# vescboot trace 1\n", HasTrace = true };
        await records.AddAsync([failed], Stop);
        Assert.Equal(failed with { Trace = null }, (await records.FindAsync(new RecordQuery(), Stop)).Single(r => r.Id == failed.Id));
        Assert.Equal(failed.Trace, await records.TraceOfAsync(failed.Id, Stop));
        Assert.Equal([SharedMigrations.Current], await PostgresServer.ReadAsync<int>(connection, "SELECT version FROM vescboot_schema;"));
    }

    [Fact]
    public async Task Eight_stations_that_start_together_make_one_database()
    {
        string connection = await _server.NewDatabaseAsync();
        var stations = Enumerable.Range(0, 8).Select(_ => SharedRecords.Of(connection)).ToList();
        await Task.WhenAll(stations.Select((s, i) => Task.Run(() => s.AddAsync([TestRecords.Job(i, $"line-{i}")], Stop))));
        Assert.Equal(8, (await stations[0].FindAsync(new RecordQuery(), Stop)).Count);
        stations.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task A_job_that_is_sent_twice_is_there_once_and_as_it_was()
    {
        using var records = SharedRecords.Of(await _server.NewDatabaseAsync());
        var job = TestRecords.Job(1);
        await records.AddAsync([job, job], Stop);
        await records.AddAsync([job with { Lot = "another" }, TestRecords.Job(2)], Stop);
        var found = await records.FindAsync(new RecordQuery(), Stop);
        Assert.Equal(2, found.Count);
        Assert.Equal(job, found[1]);
    }

    [Fact]
    public async Task A_search_takes_no_pattern_and_no_statement()
    {
        using var records = SharedRecords.Of(await _server.NewDatabaseAsync());
        await records.AddAsync([TestRecords.Job(1), TestRecords.Job(2) with { Lot = "50%_\\'; --" }], Stop);
        Assert.Equal(2, (await records.FindAsync(new RecordQuery { Text = "mk6" }, Stop)).Count);
        Assert.Single(await records.FindAsync(new RecordQuery { Text = "%_\\'; --" }, Stop));
        Assert.Empty(await records.FindAsync(new RecordQuery { Text = "6%6" }, Stop));
        Assert.Empty(await records.FindAsync(new RecordQuery { Uuid = "' OR true --" }, Stop));
        Assert.Single(await records.FindAsync(new RecordQuery { Uuid = $"{1:x24}" }, Stop));
        Assert.Single(await records.FindAsync(new RecordQuery { From = TestRecords.Job(2).Job.Ended }, Stop));
        Assert.Single(await records.FindAsync(new RecordQuery { Limit = 1 }, Stop));
    }

    [Fact]
    public async Task A_name_that_the_database_cannot_store_holds_nothing_up()
    {
        using var records = SharedRecords.Of(await _server.NewDatabaseAsync());
        var odd = TestRecords.Job(1);
        odd = odd with { Lot = "a\0b", Job = odd.Job with { Hardware = "60\0MK6", Operator = "\u00e9\ud83d\ude00" } };
        await records.AddAsync([odd], Stop);
        var found = Assert.Single(await records.FindAsync(new RecordQuery { Text = "\ud83d\ude00" }, Stop));
        Assert.Equal(("a\ufffdb", "60\0MK6"), (found.Lot, found.Job.Hardware));
        Assert.Single(await records.FindAsync(new RecordQuery { Text = "a\0b" }, Stop));
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        string connection = await _server.NewDatabaseAsync();
        using var records = SharedRecords.Of(connection);
        await records.PrepareAsync(Stop);
        await PostgresServer.ExecuteAsync(connection, "UPDATE vescboot_schema SET version = 99;");
        var refused = await Assert.ThrowsAsync<RecordsException>(() => records.AddAsync([TestRecords.Job(1)], Stop));
        Assert.EndsWith($"it is of a newer version (schema 99; this one reads {SharedMigrations.Current})", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(refused.Message, records.Problem);
    }

    [Fact]
    public async Task A_user_without_the_right_to_change_tables_is_enough()
    {
        string connection = await _server.NewDatabaseAsync();
        using var owner = SharedRecords.Of(connection);
        await owner.PrepareAsync(Stop);
        await PostgresServer.ExecuteAsync(connection, "DROP ROLE IF EXISTS line; CREATE ROLE line LOGIN;"
            + "GRANT SELECT ON vescboot_schema TO line; GRANT SELECT, INSERT ON vescboot_jobs TO line;");
        using var records = SharedRecords.Of(connection.Replace("=station;", "=line;", StringComparison.Ordinal));
        await records.AddAsync([TestRecords.Job(1)], Stop);
        Assert.Single(await records.FindAsync(new RecordQuery(), Stop));
    }

    [Fact]
    public async Task A_refusal_is_one_sentence_without_the_password()
    {
        string connection = await _server.NewDatabaseAsync();
        using var right = SharedRecords.Of(_server.WithPassword(connection, PostgresServer.Password));
        await right.PrepareAsync(Stop);
        using var wrong = SharedRecords.Of(_server.WithPassword(connection, "secret"));
        var refused = await Assert.ThrowsAsync<RecordsException>(() => wrong.PrepareAsync(Stop));
        Assert.Matches("^the shared records in PostgreSQL \\(bench\\d+ at 127\\.0\\.0\\.1\\) cannot be used: "
            + "password authentication failed for user \"station\"$", refused.Message);
        using var none = SharedRecords.Of(connection + "x");
        Assert.Matches("database \"bench\\d+x\" does not exist$",
            (await Assert.ThrowsAsync<RecordsException>(() => none.PrepareAsync(Stop)))
            .Message);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=x;Password=secret;Porrt=5")]
    [InlineData("Host=x;Port=secret")]
    [InlineData("Database=secret")]
    public void Words_that_are_no_connection_string_are_refused_without_being_repeated(string connection) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => SharedRecords.Of(connection)).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task The_page_of_one_station_shows_the_jobs_of_all_and_which_of_its_own_wait()
    {
        string connection = await _server.NewDatabaseAsync();
        using var shared = SharedRecords.Of(connection);
        await shared.AddAsync([TestRecords.Job(1, "line-2")], Stop);
        await using var station = TestStation.Start(1, shared: SharedRecords.Of(connection));
        await station.UntilAllEndedAsync(1);

        var jobs = JsonNode.Parse(await GetAsync(station, "/api/jobs"))!.AsArray();
        Assert.Equal(["test", "line-2"], jobs.Select(j => (string?)j!["job"]!["station"]));
        Assert.Equal([true, null], jobs.Select(j => (bool?)j!["waits"]));
        Assert.Equal("ok\nshared records: reachable\njobs that wait for delivery: 1\n", await GetAsync(station, "/health"));
        string metrics = await GetAsync(station, "/metrics");
        Assert.Contains("vescboot_station_outbox_jobs 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("vescboot_station_shared_records_up 1\n", metrics, StringComparison.Ordinal);

        await PostgresServer.ExecuteAsync(connection, "UPDATE vescboot_schema SET version = 99;");
        jobs = JsonNode.Parse(await GetAsync(station, "/api/jobs"))!.AsArray();
        Assert.True((bool?)Assert.Single(jobs)!["waits"]);
        Assert.Contains("newer version", (string?)JsonNode.Parse(await GetAsync(station, "/api/boards"))!["outbox"]!["problem"],
            StringComparison.Ordinal);
        Assert.Contains("shared records: the shared records in PostgreSQL", await GetAsync(station, "/health"), StringComparison.Ordinal);
        Assert.Contains("vescboot_station_shared_records_up 0\n", await GetAsync(station, "/metrics"), StringComparison.Ordinal);
    }

    private static Task<string> GetAsync(TestStation station,
        string path) => station.Http.GetStringAsync(new Uri(path, UriKind.Relative), Stop);
}
