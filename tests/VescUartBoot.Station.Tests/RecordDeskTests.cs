using Microsoft.Data.Sqlite;

using VescUartBoot.Catalog;
using VescUartBoot.Hosting.State;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

public sealed class RecordDeskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("desk-");

    [Fact]
    public async Task Jobs_that_end_at_once_are_each_on_record_and_in_the_history_when_their_task_completes()
    {
        using var records = new SqliteRecords(Path.Combine(_folder.FullName, "records.db"));
        using var desk = new RecordDesk(records, Options());
        var jobs = Enumerable.Range(0, 40).Select(i => TestRecords.Job(i)).ToList();
        await Task.WhenAll(jobs.Select(job => Task.Run(async () =>
        {
            await desk.WriteAsync(job, isEnd: false);
            Assert.Contains(records.Open(), open => open.Id == job.Id);
            await desk.WriteAsync(job, isEnd: true);
            Assert.Contains(records.Find(new RecordQuery()), ended => ended.Id == job.Id);
        })));
        Assert.Empty(records.Open());
        Assert.Equal(jobs.Count, (await File.ReadAllLinesAsync(Options().State.History, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_job_whose_record_cannot_be_written_is_told_so_and_the_next_one_is_written()
    {
        using var records = new SqliteRecords(Path.Combine(_folder.FullName, "records.db"));
        using var desk = new RecordDesk(records, Options());
        Directory.CreateDirectory(Options().State.History);
        await Assert.ThrowsAnyAsync<Exception>(() => desk.WriteAsync(TestRecords.Job(1), isEnd: true));
        Directory.Delete(Options().State.History);
        await desk.WriteAsync(TestRecords.Job(2), isEnd: true);
        Assert.Single(await File.ReadAllLinesAsync(Options().State.History, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_fails_alone_among_those_that_come_with_it()
    {
        string file = Path.Combine(_folder.FullName, "records.db");
        using var records = new SqliteRecords(file);
        using var desk = new RecordDesk(records, Options());
        using var other = new SqliteConnection($"Data Source={file};Pooling=false");
        other.Open();
        Run("CREATE TRIGGER bad BEFORE INSERT ON jobs WHEN NEW.lot = 'bad' BEGIN SELECT RAISE(ABORT, 'bad'); END;");
        var bad = TestRecords.Job(4) with { Lot = "bad" };
        var good = Enumerable.Range(5, 20).Select(i => TestRecords.Job(i)).ToList();

        // While the first one waits for the file, the others come together.
        Run("BEGIN IMMEDIATE;");
        using var begun = new CountdownEvent(good.Count + 1);
        var writing = good.Append(bad).Select(job => Task.Run(() =>
        {
            begun.Signal();
            return desk.WriteAsync(job, isEnd: true);
        })).ToList();
        begun.Wait(TestContext.Current.CancellationToken);
        Run("ROLLBACK;");

        await Task.WhenAll(writing.SkipLast(1));
        await Assert.ThrowsAsync<SqliteException>(() => writing[^1]);
        Assert.Equal(good.Select(j => j.Id).Order(), records.Find(new RecordQuery()).Select(r => r.Id).Order());

        void Run(string sql)
        {
            using var command = new SqliteCommand(sql, other);
            command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private BenchOptions Options() => new()
    {
        State = new StateFolder(_folder.FullName),
        Store = new ImageStore(Path.Combine(_folder.FullName, "store")),
    };
}
