using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace VescUartBoot.Station.Tests;

/// <summary>docs/fleet.md does what it says: its commands are run as they stand there, on other ports.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Slow")]
public sealed partial class FleetPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-page-");
    private readonly string _port = FreePort().ToString(CultureInfo.InvariantCulture);
    private readonly List<Process> _running = [];

    public void Dispose()
    {
        foreach (var process in _running)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact(Timeout = 300_000)]
    public async Task Four_commands_bring_up_a_fleet_and_a_rollout_runs_through_it()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "fleet.md"), Token);
        string[] blocks = [.. Block().Matches(page).Select(m => m.Groups["content"].Value)];
        string[] commands = [.. blocks.Where(b => b.StartsWith("vescboot-station rollout check", StringComparison.Ordinal))
            .SelectMany(b => b.TrimEnd().Split('\n'))];
        await File.WriteAllTextAsync(At("recipe.json"), blocks.Single(b => b.Contains("allowReadback", StringComparison.Ordinal)), Token);
        string hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(At("recipe.json"), Token)));
        await File.WriteAllTextAsync(At("rollout.json"), blocks.Single(b => b.Contains("madeBy", StringComparison.Ordinal))
            .Replace("SHA-256 of recipe.json", hash, StringComparison.Ordinal), Token);
        await File.WriteAllTextAsync(At("vescboot-station"),
            $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll")}' \"$@\"\n", Token);
        File.SetUnixFileMode(At("vescboot-station"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await RunAsync(blocks.Single(b => b.StartsWith("openssl", StringComparison.Ordinal)));
        foreach (string server in blocks.Single(b => b.StartsWith("nats-server", StringComparison.Ordinal)).TrimEnd().Split('\n'))
        {
            Start(server);
        }

        Assert.Equal(["check", "sign", "start", "status", "report"], commands.Select(c => c.Split(' ')[2]));
        await UntilAsync(async () => (await RunAsync(commands[0])).Split("  60_MK6 ").Length == 13);
        await RunAsync(commands[1]);
        Assert.Equal("started bootloaders-1: 12 boards\n", await RunAsync(commands[2]));
        await UntilAsync(async () => (await RunAsync(commands[3])).StartsWith("bootloaders-1: finished", StringComparison.Ordinal));
        Assert.Equal(13, (await RunAsync(commands[4])).Split("  done  at ").Length);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [GeneratedRegex("""^```(?:sh|json)\n(?<content>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (!await isSo())
        {
            await often.WaitForNextTickAsync(Token);
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<string> RunAsync(string script)
    {
        using var process = Process.Start(Shell(script))!;
        _ = process.StandardError.ReadToEndAsync(Token);
        string said = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return said;
    }

    private void Start(string command)
    {
        var process = Process.Start(Shell($"exec {command}"))!;
        _ = process.StandardError.ReadToEndAsync(Token);
        _ = process.StandardOutput.ReadToEndAsync(Token);
        _running.Add(process);
    }

    private ProcessStartInfo Shell(string script)
    {
        var start = new ProcessStartInfo("sh")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(StationPort().Replace(script.Replace("4222", _port, StringComparison.Ordinal), "127.0.0.1:0"));
        start.Environment["PATH"] = $"{_folder.FullName}:{start.Environment["PATH"]}";
        return start;
    }

    [GeneratedRegex("""127\.0\.0\.1:842\d""")]
    private static partial Regex StationPort();
}
