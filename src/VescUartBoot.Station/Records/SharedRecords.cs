using System.Data.Common;
using System.Text;

using Npgsql;

using NpgsqlTypes;

namespace VescUartBoot.Station.Records;

/// <summary>The records of several stations in one PostgreSQL database.</summary>
internal sealed class SharedRecords : IDisposable
{
    // A database that is away is known soon; what the connection string says counts.
    private const string Defaults = "Timeout=5;Command Timeout=15;Application Name=vescboot-station;";

    // A line counts as delivered once it is on the disk of the server, whatever its default is.
    private const string Durable = "SET LOCAL synchronous_commit TO on;";

    private const string Insert = """
        INSERT INTO vescboot_jobs
            (id, station, begun, ended, uuid, hardware, verdict, operator, lot, recipe, evidence, search, line, trace, serial)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (id) DO NOTHING;
        """;

    private readonly NpgsqlDataSource _source;
    private readonly string _name;

    private SharedRecords(NpgsqlConnectionStringBuilder settings)
    {
        _name = $"the shared records in PostgreSQL ({settings.Database ?? settings.Username} at {settings.Host})";
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Why the last call failed, in a sentence; <see langword="null"/>: it succeeded, or there was none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads a connection string. Nothing is connected yet.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SharedRecords Of(string connection)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Defaults + connection);
            return settings.Host is { Length: > 0 }
                ? new SharedRecords(settings)
                : throw new FormatException("the connection string of the records has no Host");
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or InvalidCastException)
        {
            throw new FormatException("the connection string of the records is not understood;"
                + " it looks like Host=db.example;Database=bench;Username=station", e);
        }
    }

    /// <summary>Asks for an answer, and makes or migrates the tables.</summary>
    /// <exception cref="RecordsException">The database is away, refuses, or is of a newer version.</exception>
    public Task PrepareAsync(CancellationToken stop) => UseAsync(_ => Task.FromResult(true), stop);

    /// <summary>Adds jobs, all or none, in their order. One that is there already stays as it is.</summary>
    /// <exception cref="RecordsException">The database is away, refuses, or is of a newer version.</exception>
    public Task AddAsync(IReadOnlyList<StationRecord> records, CancellationToken stop) => UseAsync(async connection =>
    {
        var transaction = await connection.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { new NpgsqlBatchCommand(Durable) } };
            await using (batch.ConfigureAwait(false))
            {
                foreach (var record in records)
                {
                    batch.BatchCommands.Add(InsertOf(record));
                }

                await batch.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
                await transaction.CommitAsync(stop).ConfigureAwait(false);
                return true;
            }
        }
    }, stop);

    /// <summary>Jobs of all stations, newest first.</summary>
    /// <exception cref="RecordsException">The database is away, refuses, or is of a newer version.</exception>
    public Task<IReadOnlyList<StationRecord>> FindAsync(RecordQuery query, CancellationToken stop) =>
        UseAsync<IReadOnlyList<StationRecord>>(async connection =>
        {
            var command = FindOf(query);
            await using (command.ConfigureAwait(false))
            {
                command.Connection = connection;
                var reader = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var found = new List<StationRecord>();
                    while (await reader.ReadAsync(stop).ConfigureAwait(false))
                    {
                        found.Add(Of(reader));
                    }

                    return found;
                }
            }
        }, stop);

    /// <summary>The frames of a job that failed; <see langword="null"/>: there are none.</summary>
    /// <exception cref="RecordsException">The database is away, refuses, or is of a newer version.</exception>
    public Task<string?> TraceOfAsync(Guid id, CancellationToken stop) => UseAsync(async connection =>
    {
        var command = new NpgsqlCommand("SELECT trace FROM vescboot_jobs WHERE id = $1;", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            return await command.ExecuteScalarAsync(stop).ConfigureAwait(false) as string;
        }
    }, stop);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken stop)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(stop).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await SharedMigrations.ApplyAsync(connection, stop).ConfigureAwait(false);
                var result = await use(connection).ConfigureAwait(false);
                Problem = null;
                return result;
            }
        }
        catch (Exception e) when (e is DbException or RecordsException or TimeoutException or IOException)
        {
            Problem = $"{_name} cannot be used: {ReasonOf(e)}";
            throw new RecordsException(Problem, e);
        }
    }

    // One line, without what a hostile server may put into it.
    private static string ReasonOf(Exception e)
    {
        string text = e is PostgresException refusal ? refusal.MessageText : e.InnerException?.Message ?? e.Message;
        return string.Concat(text.Split('\n')[0].Select(c => char.IsControl(c) ? '?' : c)).TrimEnd('.');
    }

    private static NpgsqlBatchCommand InsertOf(StationRecord record) => new(Insert)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = record.Id },
            TextOf(record.Job.Station),
            TimeOf(record.Job.Begun),
            TimeOf(record.Job.Ended),
            TextOf(record.Job.Uuid),
            TextOf(record.Job.Hardware),
            TextOf(record.Job.Verdict),
            TextOf(record.Job.Operator),
            TextOf(record.Lot),
            TextOf(record.Recipe),
            TextOf(record.Evidence),
            TextOf(RecordColumns.SearchText(record)),
            new NpgsqlParameter { Value = record.Job.ToLine(), NpgsqlDbType = NpgsqlDbType.Json },
            TextOf(record.Trace),
            TextOf(record.Serial),
        },
    };

    private static NpgsqlCommand FindOf(RecordQuery query)
    {
        var command = new NpgsqlCommand();
        var where = new StringBuilder("true");
        if (query.Pattern is { } pattern)
        {
            where.Append(" AND search ILIKE @text ESCAPE '\\'");
            command.Parameters.AddWithValue("text", Storable(pattern));
        }

        if (query.Uuid is { } uuid)
        {
            where.Append(" AND uuid = @uuid");
            command.Parameters.AddWithValue("uuid", Storable(uuid));
        }

        if (query.From is { } from)
        {
            where.Append(" AND ended >= @from");
            command.Parameters.AddWithValue("from", from.ToUniversalTime());
        }

        command.Parameters.AddWithValue("limit", query.MostRecords);
        command.CommandText =
            "SELECT id, line, recipe, lot, evidence, trace IS NOT NULL, serial FROM vescboot_jobs "
            + $"WHERE {where} ORDER BY ended DESC, number DESC LIMIT @limit;";
        return command;
    }

    private static StationRecord Of(NpgsqlDataReader row)
    {
        var id = row.GetGuid(0);
        return new StationRecord(id, StationRecord.JobOf(id, row.GetString(1)))
        {
            Recipe = row.IsDBNull(2) ? null : row.GetString(2),
            Lot = row.IsDBNull(3) ? null : row.GetString(3),
            Evidence = row.IsDBNull(4) ? null : row.GetString(4),
            HasTrace = row.GetBoolean(5) ? true : null,
            Serial = row.IsDBNull(6) ? null : row.GetString(6),
        };
    }

    private static NpgsqlParameter<DateTimeOffset> TimeOf(DateTimeOffset time) => new() { TypedValue = time.ToUniversalTime() };

    private static NpgsqlParameter TextOf(string? text) =>
        new() { Value = text is null ? DBNull.Value : Storable(text), NpgsqlDbType = NpgsqlDbType.Text };

    // PostgreSQL takes any character but this one, and a board chooses its name itself.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
