using System.Diagnostics;
using System.Runtime.Versioning;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>The real program over real pseudo-terminals, killed again and again.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Slow")]
public sealed class KillTests : IDisposable
{
    private const int Boards = 32;
    private const int Kills = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("station-kill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 1_200_000)]
    public async Task A_station_with_32_boards_and_their_faults_that_is_killed_fifty_times_loses_no_job_and_claims_none_twice()
    {
        var token = TestContext.Current.CancellationToken;
        byte[] image = Image();
        await File.WriteAllBytesAsync(At("boot.bin"), image, token);
        await File.WriteAllTextAsync(At("recipe.json"), """
            { "schema": 1, "name": "kill", "allowReadback": true, "boards": [ { "hardware": ["60_MK6"], "bootloader": "boot.bin" } ] }
            """, token);
        using var clock = new HighResolutionTimeProvider();
        var faults = new FaultyBench(Boards, withFirmware: 0);
        var boards = Enumerable.Range(0, Boards)
            .Select(i => new SimulatedBoard(faults.Make(i, new SimulatedBoardOptions { Uuid = UuidOf(i) }, image), clock)).ToList();
        var terminals = boards.Select((board, i) => new PseudoTerminalServer(board, At($"port{i}"))).ToList();
        var swapped = faults.Places(BoardFault.SwappedInTheMiddle).ToList();
        try
        {
            var random = new Random(7);
            for (int i = 0; i < Kills; i++)
            {
                await RunAsync(() => Task.Delay(random.Next(0, 3000), token), token);
                SwapThosePulled();
            }

            int good = Boards - faults.Places(BoardFault.MotorTurning).Count() - faults.Places(BoardFault.WrongHardware).Count();
            await RunAsync(() => UntilAsync(() =>
            {
                SwapThosePulled();
                return Good().Count == good && IsClosed();
            }, token), token);
            Assert.Empty(swapped);
        }
        finally
        {
            terminals.ForEach(t => t.Dispose());
            boards.ForEach(b => b.Dispose());
        }

        using var records = Open();
        var all = records.Find(new RecordQuery { Limit = 10_000 });
        foreach (var board in boards)
        {
            FaultyBench.RecordIsFlash(all, board, image);
        }

        Assert.Contains(all, r => r.Job.Verdict == "interruptedAtOnce");
        Assert.Equal(all.Count, all.Select(r => r.Id).Distinct().Count());

        // A later look at a board that is done writes the 8 bytes of the read path and no bootloader.
        Assert.All(all.Where(r => r.Job.Verdict == "ok" && r.Job.BytesWritten >= image.Length).GroupBy(r => r.Job.Uuid),
            ok => Assert.Single(ok));

        void SwapThosePulled()
        {
            foreach (int place in swapped.Where(p => !boards[p].IsPortThere).ToList())
            {
                swapped.Remove(place);
                boards.Add(new SimulatedBoard(FaultyBench.Other(place), clock));
                terminals.Add(new PseudoTerminalServer(boards[^1], At($"port{place}")));
            }
        }
    }

    // Starts the station, waits until it serves, does what is to be done meanwhile, and kills it.
    private async Task RunAsync(Func<Task> meanwhile, CancellationToken token)
    {
        using var station = Start();
        try
        {
            Assert.NotNull(await station.StandardOutput.ReadLineAsync(token));
            await meanwhile();
        }
        finally
        {
            station.Kill();
            await station.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken token)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
        {
            await often.WaitForNextTickAsync(token);
        }
    }

    private static byte[] Image()
    {
        byte[] content = new byte[5280];
        new Random(7).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return content;
    }

    private static byte[] UuidOf(int number) => [0x3A, 0, 0x2B, 0, 0x0F, 0x51, 0x38, 0x30, 0x36, 0x34, 0x20, (byte)number];

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private SqliteRecords Open() => new(Path.Combine(_folder.FullName, "station", "records.db"));

    private HashSet<string> Good()
    {
        using var records = Open();
        return [.. records.Find(new RecordQuery { Limit = 10_000 }).Where(r => r.Job.Verdict == "ok").Select(r => r.Job.Uuid!)];
    }

    private bool IsClosed()
    {
        using var records = Open();
        return records.Open().Count == 0;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll"), "--state", _folder.FullName, "--listen", "127.0.0.1:0",
            "--recipe", At("recipe.json"), .. Enumerable.Range(0, Boards).SelectMany(i => new[] { "--port", At($"port{i}") }),
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        return Process.Start(start)!;
    }
}
