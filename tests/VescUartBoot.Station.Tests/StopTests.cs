using System.Diagnostics;
using System.Runtime.Versioning;

using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>A supervisor stops the real program.</summary>
[SupportedOSPlatform("linux")]
public sealed class StopTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("station-stop-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task A_signal_ends_the_jobs_at_a_safe_point_and_the_program_with_0_while_a_page_is_open()
    {
        var token = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll"), "--state", _folder.FullName, "--listen", "127.0.0.1:0",
            "--simulate", "2",
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        using var station = Process.Start(start)!;
        string address = (await station.StandardOutput.ReadLineAsync(token))!.Split(' ')[^1].Split('#')[0];
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        await using var events = await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative), token);
        using var reader = new StreamReader(events);
        while ((await reader.ReadLineAsync(token))!.Contains("\"uuid\"", StringComparison.Ordinal) is false)
        {
            // The first job is on record as begun once its board is known.
        }

        var stopped = Stopwatch.StartNew();
        Process.Start("kill", [station.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        await station.WaitForExitAsync(token);
        Assert.Equal(0, station.ExitCode);

        // The server would wait 30 s for an open page.
        Assert.InRange(stopped.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        using var records = new SqliteRecords(Path.Combine(_folder.FullName, "station", "records.db"));
        Assert.Empty(records.Open());
        Assert.NotEmpty(records.Find(new RecordQuery()));
    }
}
