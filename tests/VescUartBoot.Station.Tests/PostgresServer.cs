using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

using Npgsql;

namespace VescUartBoot.Station.Tests;

/// <summary>A PostgreSQL server of its own in a temporary folder, which tests stop and start again.</summary>
/// <remarks>Debian: the package <c>postgresql</c>. Without it the tests are skipped, which <c>.ci/run</c> counts as a failure.</remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>The tests on it, one after another.</summary>
    public const string Collection = "PostgreSQL";

    /// <summary>The password of the user <c>station</c> over TCP.</summary>
    public const string Password = "right";

    private static readonly string? _programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres"))).Max()
        : null;

    // The server refuses to run as root.
    private static readonly string[] _asUser = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"station-pg-{Guid.NewGuid():N}");
    private readonly int _port = FreePort();
    private int _databases;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Ends a test that cannot run here, visibly.</summary>
    public static void Require() => Assert.SkipWhen(_programs is null, "no PostgreSQL server is installed (Debian: postgresql)");

    public async ValueTask InitializeAsync()
    {
        if (_programs is null)
        {
            return;
        }

        await RunAsync("mkdir", "-m", "700", _folder);
        string password = Path.Combine(_folder, "password");
        await RunAsync("sh", "-c", $"echo {Password} > '{password}'");
        await RunAsync(Path.Combine(_programs, "initdb"), "-D", Data, "-U", "station", "--pwfile", password, "--encoding=UTF8", "--no-sync",
            "--auth-local=trust", "--auth-host=scram-sha-256");
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_programs is not null)
        {
            await StopAsync();
            await RunAsync("rm", "-rf", _folder);
        }
    }

    /// <summary>Starts the server again, with the data that it has. Without fsync: the disk outlives it here.</summary>
    public Task StartAsync() => RunAsync(Path.Combine(_programs!, "pg_ctl"), "start", "-w", "-s", "-D", Data,
        "-l", Path.Combine(_folder, "log"), "-o", string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k {_folder} -h 127.0.0.1 -F"));

    /// <summary>Stops the server at once, as a crash does.</summary>
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (IsRunning)
        {
            await RunAsync(Path.Combine(_programs!, "pg_ctl"), "stop", "-w", "-s", "-m", "immediate", "-D", Data);
        }
    }

    /// <summary>Makes an empty database, and returns how it is reached.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"bench{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(ConnectionOf("postgres"), $"CREATE DATABASE {name};");
        return ConnectionOf(name);
    }

    /// <summary>Runs a statement.</summary>
    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads the first column.</summary>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<T>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            found.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return found;
    }

    /// <summary>The same database over TCP, where a password is asked for.</summary>
    public string WithPassword(string connection, string password) =>
        connection.Replace($"Host={_folder}", "Host=127.0.0.1", StringComparison.Ordinal) + $";Password={password}";

    private bool IsRunning => File.Exists(Path.Combine(Data, "postmaster.pid"));

    private string ConnectionOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={_folder};Port={_port};Username=station;Database={database}");

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task RunAsync(params string[] words)
    {
        words = [.. _asUser, .. words];
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false, WorkingDirectory = "/" };
        Array.ForEach(words[1..], start.ArgumentList.Add);
        using var program = Process.Start(start)!;
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == 0, $"{string.Join(' ', words)}: exit {program.ExitCode}");
    }
}
