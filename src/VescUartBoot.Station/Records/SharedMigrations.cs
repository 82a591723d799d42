using System.Globalization;

using Npgsql;

namespace VescUartBoot.Station.Records;

/// <summary>The shapes of the shared database, oldest first. A shape that was shipped never changes; the next one is added.</summary>
internal static class SharedMigrations
{
    // Of this program alone: stations that start together change the shape one after another.
    private const long AdvisoryLock = 0x7665_7363_626F_6F74;

    private static readonly string[] _steps =
    [
        """
        CREATE TABLE vescboot_jobs (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id uuid NOT NULL UNIQUE,
            received timestamptz NOT NULL DEFAULT clock_timestamp(),
            station text,
            begun timestamptz NOT NULL,
            ended timestamptz NOT NULL,
            uuid text,
            hardware text,
            verdict text NOT NULL,
            operator text,
            lot text,
            recipe text,
            evidence text,
            search text NOT NULL,
            line json NOT NULL
        );
        CREATE INDEX vescboot_jobs_uuid ON vescboot_jobs (uuid);
        CREATE INDEX vescboot_jobs_ended ON vescboot_jobs (ended);
        """,
        "ALTER TABLE vescboot_jobs ADD COLUMN trace text;",
        "ALTER TABLE vescboot_jobs ADD COLUMN serial text;",
    ];

    /// <summary>The shape that this version reads and writes.</summary>
    public static int Current => _steps.Length;

    /// <summary>Brings the database to <see cref="Current"/>, all steps or none.</summary>
    /// <exception cref="RecordsException">A newer version has written it.</exception>
    public static Task ApplyAsync(NpgsqlConnection connection, CancellationToken stop) => ApplyAsync(connection, Current, stop);

    /// <summary>Brings the database to a shape, as the version did that knew no newer one.</summary>
    internal static async Task ApplyAsync(NpgsqlConnection connection, int shape, CancellationToken stop)
    {
        // A station without the right to change the shape works on one that is current.
        if (await VersionOfAsync(connection, stop).ConfigureAwait(false) == shape)
        {
            return;
        }

        var transaction = await connection.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({AdvisoryLock});"), stop)
                .ConfigureAwait(false);

            // After the lock only this statement sees for certain what another station made meanwhile: a look by name may be cached.
            await RunAsync(connection, "CREATE TABLE IF NOT EXISTS vescboot_schema (version integer NOT NULL);",
                stop).ConfigureAwait(false);
            int version = await VersionOfAsync(connection, stop).ConfigureAwait(false);
            if (version > shape)
            {
                throw new RecordsException($"it is of a newer version (schema {version}; this one reads {shape})");
            }

            string steps = string.Concat(_steps[version..shape]);
            await RunAsync(connection, string.Create(CultureInfo.InvariantCulture,
                $"{steps} DELETE FROM vescboot_schema; INSERT INTO vescboot_schema VALUES ({shape});"), stop).ConfigureAwait(false);
            await transaction.CommitAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>The shape of a database; 0 is one without records.</summary>
    public static async Task<int> VersionOfAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var command = new NpgsqlCommand("SELECT to_regclass('vescboot_schema') IS NOT NULL;", connection);
        await using (command.ConfigureAwait(false))
        {
            if (!(bool)(await command.ExecuteScalarAsync(stop).ConfigureAwait(false))!)
            {
                return 0;
            }

            command.CommandText = "SELECT COALESCE(MAX(version), 0) FROM vescboot_schema;";
            return (int)(await command.ExecuteScalarAsync(stop).ConfigureAwait(false))!;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        }
    }
}
