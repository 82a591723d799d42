using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace VescUartBoot.Benchmarks;

/// <summary>How long the real station takes for 32 boards beside one, from the first look to the last proof, and how much memory it
/// needs.</summary>
/// <remarks>Each board has the times of USB and gets its bootloader: a look, an installation and a read-back. An open page reads the
/// events. One board and 32 run in separate processes.</remarks>
internal static class StationMeasure
{
    /// <param name="program">The published program; <see langword="null"/>: the one that was built beside this one, which compiles itself
    /// while it works.</param>
    public static async Task RunAsync(string? program)
    {
        Console.WriteLine("boards | from the first begin to the last end | times one | slowest job | processor time | peak memory");
        var one = await MeasureAsync(program, 1).ConfigureAwait(false);
        Tell(1, one, one);
        Tell(32, await MeasureAsync(program, 32).ConfigureAwait(false), one);
    }

    private static void Tell(int boards, Run run, Run one) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{boards,6} | {run.Whole.TotalSeconds:0.00} s | {run.Whole / one.Whole:0.00} | {run.Slowest:0.00} s | "
        + $"{run.Processor.TotalSeconds:0.0} s | {run.Memory / 1e6:0} MB"));

    private static async Task<Run> MeasureAsync(string? program, int boards)
    {
        var state = Directory.CreateTempSubdirectory("station-measure-");
        var start = new ProcessStartInfo(program ?? "dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] words =
        [
            .. program is null ? [Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll")] : Array.Empty<string>(),
            "--simulate", $"{boards}", "--listen", "127.0.0.1:0", "--state", state.FullName,
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        using var station = Process.Start(start)!;
        try
        {
            string said = await station.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? "";
            using var http = new HttpClient { BaseAddress = new Uri(said.Split(' ')[^1].Split('#')[0]) };
            await UntilDoneAsync(http, boards).ConfigureAwait(false);
            station.Refresh();
            var (processor, memory) = (station.TotalProcessorTime, station.PeakWorkingSet64);
            string text = await http.GetStringAsync(new Uri("/api/jobs", UriKind.Relative)).ConfigureAwait(false);
            var jobs = JsonNode.Parse(text)!.AsArray().Select(j => j!["job"]!).ToList();
            if (jobs.Count != boards || jobs.Any(j => (string?)j["verdict"] != "ok"))
            {
                throw new InvalidOperationException($"not all of {boards} boards are done: {text}");
            }

            var whole = jobs.Max(j => (DateTimeOffset)j["ended"]!) - jobs.Min(j => (DateTimeOffset)j["begun"]!);
            return new Run(whole, jobs.Max(j => (double)j["seconds"]!), processor, memory);
        }
        finally
        {
            station.Kill();
            await station.WaitForExitAsync().ConfigureAwait(false);
            state.Delete(recursive: true);
        }
    }

    private static async Task UntilDoneAsync(HttpClient http, int boards)
    {
        using var events = new StreamReader(await http.GetStreamAsync(new Uri("/api/events", UriKind.Relative)).ConfigureAwait(false));
        while (await events.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])!["boards"]!.AsArray() is var tiles
                && tiles.Count == boards && tiles.All(t => (string?)t!["state"] is not ("waiting" or "working")))
            {
                return;
            }
        }
    }

    /// <param name="Whole">From the first begin to the last end.</param>
    /// <param name="Slowest">Seconds of the slowest job.</param>
    /// <param name="Processor">Processor time of the process, its start included.</param>
    /// <param name="Memory">Bytes that it had at most.</param>
    private sealed record Run(TimeSpan Whole, double Slowest, TimeSpan Processor, long Memory);
}
