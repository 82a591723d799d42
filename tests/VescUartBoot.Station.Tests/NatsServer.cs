using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VescUartBoot.Station.Tests;

/// <summary>A real message server in a temporary folder, on its own port. It can be killed and comes back with what it stored.</summary>
/// <remarks>Debian: the package <c>nats-server</c>. Without it the tests are skipped, which <c>.ci/run</c> counts as a failure.</remarks>
internal sealed class NatsServer : IDisposable
{
    private static readonly string? _program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, "nats-server")).FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nats-test-");
    private readonly int _port = FreePort();
    private readonly string[] _more;
    private Process? _process;

    /// <summary>Starts it.</summary>
    /// <param name="more">Further words of its command line.</param>
    public NatsServer(params string[] more)
    {
        _more = more;
        Assert.SkipWhen(_program is null, "no NATS server is installed (Debian: nats-server)");
        _process = Start();
    }

    public string Url => $"nats://127.0.0.1:{_port}";

    /// <summary>Kills it. It comes back with <see cref="Return"/>.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Return() => _process = Start();

    public void Dispose()
    {
        Kill();
        _folder.Delete(recursive: true);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_program!)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] words = ["-js", "-sd", _folder.FullName, "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), .. _more];
        Array.ForEach(words, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        for (string? line = ""; line?.Contains("Server is ready", StringComparison.Ordinal) == false;)
        {
            line = process.StandardError.ReadLine();
        }

        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
