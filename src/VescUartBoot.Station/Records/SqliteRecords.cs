using System.Text;

using Microsoft.Data.Sqlite;

namespace VescUartBoot.Station.Records;

/// <summary>The records in one SQLite file, and the outbox for a shared database.</summary>
/// <remarks>
/// A job is written when it begins and again when it ends, each time on the disk before the call returns (WAL, synchronous full). A job
/// without an end is one that the station did not survive.
/// </remarks>
internal sealed class SqliteRecords : IDisposable
{
    private const string Columns = "id, line, recipe, lot, evidence, trace IS NOT NULL, serial";

    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _ended = new(0, 1);

    /// <summary>Opens the file, and makes or migrates it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RecordsException">It cannot be used.</exception>
    public SqliteRecords(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            _connection.Open();
            Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;");
            string check = (string)Scalar("PRAGMA quick_check(1);")!;
            if (check != "ok")
            {
                throw new RecordsException($"the database {path} is damaged: {check}");
            }

            Migrations.Apply(_connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection?.Dispose();
            throw new RecordsException($"the database {path} cannot be used: {e.Message}", e);
        }
        catch (TypeInitializationException e) when (e.InnerException?.InnerException is DllNotFoundException missing)
        {
            throw new RecordsException($"SQLite cannot be used: {missing.Message}", e);
        }
        catch
        {
            _connection?.Dispose();
            throw;
        }
    }

    /// <summary>Writes down that jobs began and how others ended: all of them or none. A job that has ended already stays as it
    /// is.</summary>
    public void Write(IReadOnlyCollection<StationRecord> begun, IReadOnlyCollection<StationRecord> ended)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var record in begun)
            {
                Write(record, isOpen: true);
            }

            foreach (var record in ended)
            {
                Write(record, isOpen: false);
            }

            transaction.Commit();
            if (ended.Count > 0 && _ended.CurrentCount == 0)
            {
                _ended.Release();
            }
        }
    }

    /// <summary>Waits until a job ends, or has ended since the last call.</summary>
    /// <param name="longest">The most time.</param>
    /// <param name="stop">Cancels.</param>
    public Task WhenEndedAsync(TimeSpan longest, CancellationToken stop) => _ended.WaitAsync(longest, stop);

    /// <summary>Jobs that began and did not end, oldest first.</summary>
    public IReadOnlyList<StationRecord> Open() => Read($"SELECT {Columns} FROM jobs WHERE open = 1 ORDER BY number;");

    /// <summary>Jobs that ended, newest first.</summary>
    public IReadOnlyList<StationRecord> Find(RecordQuery query)
    {
        var where = new StringBuilder("open = 0");
        var values = new Dictionary<string, object>();
        if (query.OnlyUnsent)
        {
            where.Append(" AND sent = 0");
        }

        if (query.Pattern is { } pattern)
        {
            where.Append(" AND search LIKE @text ESCAPE '\\'");
            values["@text"] = pattern;
        }

        if (query.Uuid is { } uuid)
        {
            where.Append(" AND uuid = @uuid");
            values["@uuid"] = uuid;
        }

        if (query.From is { } from)
        {
            where.Append(" AND ended >= @from");
            values["@from"] = RecordColumns.TimeText(from);
        }

        values["@limit"] = query.MostRecords;
        return Read($"SELECT {Columns} FROM jobs WHERE {where} ORDER BY number DESC LIMIT @limit;", values);
    }

    /// <summary>The next jobs that a shared database has not got, oldest first.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<StationRecord> Unsent(int most) => Read(
        $"SELECT {Columns}, trace FROM jobs WHERE open = 0 AND sent = 0 ORDER BY ended_number LIMIT @most;", new() { ["@most"] = most });

    /// <summary>The board that a serial number belongs to, which is another one; <see langword="null"/>: none. A board that was done
    /// again under another number has given this one up.</summary>
    /// <param name="serial">The serial number.</param>
    /// <param name="uuid">The board that is to get it.</param>
    public string? OwnerOf(string serial, string? uuid)
    {
        const string Owner = """
            SELECT uuid FROM jobs AS had WHERE serial = @serial AND uuid <> @uuid AND NOT EXISTS
                (SELECT 1 FROM jobs AS later WHERE later.uuid = had.uuid AND later.number > had.number AND later.serial <> @serial)
            LIMIT 1;
            """;
        lock (_lock)
        {
            using var command = Command(Owner, new() { ["@serial"] = serial, ["@uuid"] = uuid ?? "" });
            return command.ExecuteScalar() as string;
        }
    }

    /// <summary>How many jobs ended with each verdict.</summary>
    public IReadOnlyList<(string Verdict, long Count)> CountVerdicts()
    {
        lock (_lock)
        {
            using var command = Command("SELECT verdict, COUNT(*) FROM jobs WHERE open = 0 GROUP BY verdict ORDER BY verdict;", []);
            using var reader = command.ExecuteReader();
            var counts = new List<(string, long)>();
            while (reader.Read())
            {
                counts.Add((reader.GetString(0), reader.GetInt64(1)));
            }

            return counts;
        }
    }

    /// <summary>How many jobs a shared database has not got.</summary>
    public long CountUnsent()
    {
        lock (_lock)
        {
            return (long)Scalar("SELECT COUNT(*) FROM jobs WHERE open = 0 AND sent = 0;")!;
        }
    }

    /// <summary>How many jobs ended before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="alsoUnsent">Also those that wait for delivery.</param>
    public long CountEnded(DateTimeOffset before, bool alsoUnsent)
    {
        lock (_lock)
        {
            using var command = Command($"SELECT COUNT(*) FROM jobs WHERE {Ended(alsoUnsent)};",
                new() { ["@before"] = RecordColumns.TimeText(before) });
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>Deletes jobs that ended before a time, a part at a time: a station that runs goes on.</summary>
    /// <param name="before">The time.</param>
    /// <param name="alsoUnsent">Also those that wait for delivery.</param>
    /// <returns>How many.</returns>
    public long Prune(DateTimeOffset before, bool alsoUnsent)
    {
        long all = 0;
        for (int deleted = -1; deleted != 0; all += deleted)
        {
            lock (_lock)
            {
                using var command = Command(
                    $"DELETE FROM jobs WHERE number IN (SELECT number FROM jobs WHERE {Ended(alsoUnsent)} LIMIT 500);",
                    new() { ["@before"] = RecordColumns.TimeText(before) });
                deleted = command.ExecuteNonQuery();
            }
        }

        return all;
    }

    /// <summary>Whether jobs of this station go to a shared database: from now on what waits is not deleted.</summary>
    public bool IsShared
    {
        get
        {
            lock (_lock)
            {
                return (long)Scalar("SELECT EXISTS (SELECT 1 FROM shared);")! == 1;
            }
        }
    }

    /// <summary>Writes down that jobs of this station go to a shared database.</summary>
    public void RememberShared()
    {
        if (!IsShared)
        {
            lock (_lock)
            {
                Run("INSERT INTO shared VALUES (datetime('now'));");
            }
        }
    }

    /// <summary>Copies all records into a new file, whole or not at all, also while a station writes.</summary>
    /// <param name="path">The file, which does not exist.</param>
    /// <exception cref="RecordsException">It exists or cannot be written.</exception>
    public void BackUp(string path)
    {
        string part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
            {
                copy.Open();
                lock (_lock)
                {
                    _connection.BackupDatabase(copy);
                }

                // One file, which can also be read where nothing can be written.
                using var single = new SqliteCommand("PRAGMA journal_mode = DELETE;", copy);
                single.ExecuteNonQuery();
                single.CommandText = "PRAGMA quick_check(1);";
                if (single.ExecuteScalar() is not "ok")
                {
                    throw new RecordsException($"the copy {path} would be damaged");
                }
            }

            using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new RecordsException($"the copy {path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>The frames of a job that failed; <see langword="null"/>: there are none.</summary>
    public string? TraceOf(Guid id)
    {
        lock (_lock)
        {
            using var command = Command("SELECT trace FROM jobs WHERE id = @id;", new() { ["@id"] = id.ToString() });
            return command.ExecuteScalar() as string;
        }
    }

    /// <summary>Writes down that a shared database has these jobs.</summary>
    public void MarkSent(IEnumerable<Guid> ids)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var id in ids)
            {
                using var command = Command("UPDATE jobs SET sent = 1 WHERE id = @id;", new() { ["@id"] = id.ToString() });
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }

        _ended.Dispose();
    }

    private static string Ended(bool alsoUnsent) => alsoUnsent
        ? "open = 0 AND ended < @before"
        : "open = 0 AND ended < @before AND sent = 1";

    private void Write(StationRecord record, bool isOpen)
    {
        const string Insert = """
            INSERT INTO jobs (id, open, begun, ended, uuid, hardware, verdict, lot, serial, recipe, evidence, trace, search, line,
                ended_number)
            VALUES (@id, @open, @begun, @ended, @uuid, @hardware, @verdict, @lot, @serial, @recipe, @evidence, @trace, @search, @line,
                CASE @open WHEN 1 THEN NULL ELSE (SELECT COALESCE(MAX(ended_number), 0) + 1 FROM jobs) END)
            ON CONFLICT (id) DO UPDATE SET open = excluded.open, ended = excluded.ended, uuid = excluded.uuid,
                hardware = excluded.hardware, verdict = excluded.verdict, lot = excluded.lot, serial = excluded.serial,
                recipe = excluded.recipe,
                evidence = excluded.evidence, trace = excluded.trace, search = excluded.search, line = excluded.line,
                ended_number = excluded.ended_number
            WHERE jobs.open = 1;
            """;
        using var command = Command(Insert, new()
        {
            ["@id"] = record.Id.ToString(),
            ["@open"] = isOpen ? 1 : 0,
            ["@begun"] = RecordColumns.TimeText(record.Job.Begun),
            ["@ended"] = isOpen ? DBNull.Value : RecordColumns.TimeText(record.Job.Ended),
            ["@uuid"] = record.Job.Uuid ?? (object)DBNull.Value,
            ["@hardware"] = record.Job.Hardware ?? (object)DBNull.Value,
            ["@verdict"] = record.Job.Verdict,
            ["@lot"] = record.Lot ?? (object)DBNull.Value,
            ["@serial"] = record.Serial ?? (object)DBNull.Value,
            ["@recipe"] = record.Recipe ?? (object)DBNull.Value,
            ["@evidence"] = record.Evidence ?? (object)DBNull.Value,
            ["@trace"] = record.Trace ?? (object)DBNull.Value,
            ["@search"] = RecordColumns.SearchText(record),
            ["@line"] = record.Job.ToLine(),
        });
        command.ExecuteNonQuery();
    }

    private List<StationRecord> Read(string sql, Dictionary<string, object>? values = null)
    {
        lock (_lock)
        {
            using var command = Command(sql, values ?? []);
            using var reader = command.ExecuteReader();
            var found = new List<StationRecord>();
            while (reader.Read())
            {
                found.Add(Of(reader));
            }

            return found;
        }
    }

    private static StationRecord Of(SqliteDataReader row) => new(
        Guid.Parse(row.GetString(0)),
        StationRecord.JobOf(Guid.Parse(row.GetString(0)), row.GetString(1)))
    {
        Recipe = row.IsDBNull(2) ? null : row.GetString(2),
        Lot = row.IsDBNull(3) ? null : row.GetString(3),
        Evidence = row.IsDBNull(4) ? null : row.GetString(4),
        HasTrace = row.GetBoolean(5) ? true : null,
        Serial = row.IsDBNull(6) ? null : row.GetString(6),
        Trace = row.FieldCount > 7 && !row.IsDBNull(7) ? row.GetString(7) : null,
    };

    private void Run(string sql)
    {
        using var command = Command(sql, []);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = Command(sql, []);
        return command.ExecuteScalar();
    }

    // Each statement is a constant of this class; what varies is a parameter.
    private SqliteCommand Command(string sql, Dictionary<string, object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
