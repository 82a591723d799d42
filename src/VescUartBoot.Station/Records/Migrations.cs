using System.Data.Common;
using System.Globalization;

using Microsoft.Data.Sqlite;

namespace VescUartBoot.Station.Records;

/// <summary>The shapes of the local database, oldest first. A shape that was shipped never changes; the next one is added.</summary>
internal static class Migrations
{
    private static readonly string[] _steps =
    [
        """
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            open INTEGER NOT NULL,
            sent INTEGER NOT NULL DEFAULT 0,
            begun TEXT NOT NULL,
            ended TEXT,
            ended_number INTEGER,
            uuid TEXT,
            hardware TEXT,
            verdict TEXT NOT NULL,
            lot TEXT,
            recipe TEXT,
            evidence TEXT,
            trace TEXT,
            search TEXT NOT NULL,
            line TEXT NOT NULL
        );
        CREATE INDEX jobs_uuid ON jobs (uuid);
        CREATE INDEX jobs_ended ON jobs (ended);
        CREATE INDEX jobs_ended_number ON jobs (ended_number);
        CREATE INDEX jobs_unsent ON jobs (ended_number) WHERE open = 0 AND sent = 0;
        """,
        """
        CREATE TABLE shared (since TEXT NOT NULL);
        INSERT INTO shared SELECT datetime('now') WHERE EXISTS (SELECT 1 FROM jobs WHERE sent = 1);
        """,
        """
        ALTER TABLE jobs ADD COLUMN serial TEXT;
        CREATE INDEX jobs_serial ON jobs (serial) WHERE serial IS NOT NULL;
        """,
    ];

    /// <summary>The shape that this version reads and writes.</summary>
    public static int Current => _steps.Length;

    /// <summary>Brings a database to <see cref="Current"/>, each step whole or not at all.</summary>
    /// <exception cref="RecordsException">A newer version has written it.</exception>
    public static void Apply(SqliteConnection connection) => Apply(connection, Current);

    /// <summary>Brings a database to a shape, as the version did that knew no newer one.</summary>
    internal static void Apply(SqliteConnection connection, int shape)
    {
        while (VersionOf(connection) != shape)
        {
            // Another process may be at it too: the version counts that is there once this one may write.
            using var transaction = connection.BeginTransaction();
            int version = VersionOf(connection);
            if (version > shape)
            {
                throw new RecordsException(
                    $"the database {connection.DataSource} is of a newer version (schema {version}; this one reads {shape})");
            }

            if (version < shape)
            {
                Run(connection, _steps[version]);
                Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1};"));
            }

            transaction.Commit();
        }
    }

    /// <summary>The shape of a database; 0 is an empty one.</summary>
    public static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
