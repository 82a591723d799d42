using Microsoft.Data.Sqlite;

using VescUartBoot.Station.Arguments;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>Backup and retention of the records of one station.</summary>
public sealed class UpkeepTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("station-upkeep-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<int> Shapes => [.. Enumerable.Range(0, Migrations.Current + 1)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_file_of_each_older_version_is_migrated_and_keeps_its_jobs(int shape)
    {
        string path = At("old.db");
        var old = TestRecords.Job(1);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            Migrations.Apply(connection, shape);
            using var command = connection.CreateCommand();
            command.CommandText = shape == 0 ? "SELECT 1;"
                : "INSERT INTO jobs (id, open, sent, begun, ended, ended_number, verdict, lot, recipe, "
                + "evidence, search, line) VALUES (@id, 0, 1, '', '2026-11-27T08:01:09.000Z', 1, 'ok', 'L7', 'Batch 7', 'read back', '', "
                + "@line);";
            command.Parameters.AddWithValue("@id", old.Id.ToString());
            command.Parameters.AddWithValue("@line", old.Job.ToLine());
            command.ExecuteNonQuery();
        }

        using var records = new SqliteRecords(path);
        records.Write([], [TestRecords.Job(2)]);
        Assert.Equal(shape == 0 ? 1 : 2, records.Find(new RecordQuery()).Count);
        Assert.Equal(shape == 0 ? null : old, records.Find(new RecordQuery()).SingleOrDefault(r => r.Id == old.Id));
        Assert.Equal(shape == 1, records.IsShared);
    }

    [Fact]
    public async Task A_backup_holds_every_job_while_the_station_goes_on()
    {
        using var records = Open();
        var jobs = Enumerable.Range(0, 20).Select(i => TestRecords.Job(i)).ToList();
        records.Write([], jobs);
        Assert.Equal(0, await RunAsync("history", "backup", At("copy.db")));
        records.Write([], [TestRecords.Job(99)]);

        using var copy = new SqliteRecords(At("copy.db"));
        Assert.Equal(jobs, copy.Find(new RecordQuery()).Reverse());
        Assert.Empty(_folder.GetFiles("*.part*"));
    }

    [Fact]
    public async Task A_backup_replaces_no_file()
    {
        Open().Dispose();
        await File.WriteAllTextAsync(At("copy.db"), "the only copy of last year", TestContext.Current.CancellationToken);
        Assert.Equal(2, await RunAsync("history", "backup", At("copy.db")));
        Assert.Equal("the only copy of last year", await File.ReadAllTextAsync(At("copy.db"), TestContext.Current.CancellationToken));
        Assert.Equal(2, await RunAsync("history", "backup", At("no/such/folder/copy.db")));
        Assert.Empty(_folder.GetFiles("*.part*"));
    }

    [Fact]
    public async Task Old_jobs_are_deleted_only_with_yes_and_open_ones_never()
    {
        using var records = Open();
        var jobs = Enumerable.Range(0, 1200).Select(i => TestRecords.Job(i)).ToList();
        records.Write([], [.. jobs[..4], .. jobs[^4..]]);
        records.Write([TestRecords.Job(1)], []);
        Assert.Equal(2, await RunAsync("history", "prune", "--before", "2026-11-27T08:02:00Z"));
        Assert.Equal(2, await RunAsync("history", "prune", "--before", "yesterday", "--yes"));
        Assert.Equal(8, records.Find(new RecordQuery()).Count);
        Assert.Equal(0, await RunAsync("history", "prune", "--before", "2026-11-27T08:02:00Z", "--yes"));
        Assert.Equal(6, records.Find(new RecordQuery()).Count);
        Assert.Equal(0, await RunAsync("history", "prune", "--before", "2026-11-28", "--yes"));
        Assert.Equal(4, records.Find(new RecordQuery()).Count);
        Assert.Single(records.Open());
    }

    [Fact]
    public async Task Jobs_that_wait_for_the_shared_records_are_not_deleted()
    {
        using var records = Open();
        var jobs = Enumerable.Range(0, 3).Select(i => TestRecords.Job(i)).ToList();
        records.Write([], jobs);
        Assert.Equal(0, await RunAsync("history", "prune", "--before", "2027-01-01", "--yes", "--records", "Host=db.example"));
        Assert.Equal(3, records.CountUnsent());

        records.MarkSent([jobs[0].Id]);
        records.RememberShared();
        Assert.Equal(0, await RunAsync("history", "prune", "--before", "2027-01-01", "--yes"));
        Assert.Equal([jobs[1], jobs[2]], records.Unsent(9));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private SqliteRecords Open() => new(Path.Combine(_folder.FullName, "station", "records.db"));

    private Task<int> RunAsync(params string[] words) =>
        StationCommand.Build().Parse([.. words, "--state", _folder.FullName]).InvokeAsync(null, TestContext.Current.CancellationToken);
}
