using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Benchmarks;

/// <summary>How long whole runs of published programs take on a strictly serial board, from the start of the process.</summary>
/// <remarks>
/// Programming takes 16 µs a byte, an erase 1 s, and each reply 1 ms: on a serial board nothing else goes on in that time, on the other
/// one it overlaps with the next request. The board is served on a pseudo-terminal. Given two programs, an old one and a new one, their
/// runs alternate on the same machine, and of each figure the median and the least are printed. The phases are those of the program's own
/// JSON, by the time at which they arrive.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal static class TimeMeasure
{
    private const int Installs = 5;
    private const int Upgrades = 3;

    private static readonly TimeSpan _reply = TimeSpan.FromMilliseconds(1);

    private static readonly (string Name, BoardTiming Timing)[] _boards =
    [
        ("serial", BoardTiming.Real with { UsbTurnaround = TimeSpan.Zero, Handling = _reply, WatchdogReprogramming = TimeSpan.Zero }),
        ("overlapping", BoardTiming.Real with { UsbTurnaround = _reply, Handling = TimeSpan.Zero, WatchdogReprogramming = TimeSpan.Zero }),
    ];

    private static readonly byte[] _code = [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i * 7))];

    /// <param name="args">The programs; behind <c>--</c> a real image of 7.00 for 60_MK6, without it a made-up one that packs
    /// alike.</param>
    public static async Task RunAsync(IReadOnlyList<string> args)
    {
        List<string> programs = [.. args.TakeWhile(static a => a != "--")];
        byte[] firmware = args.Count > programs.Count + 1 ? await File.ReadAllBytesAsync(args[^1]).ConfigureAwait(false)
            : SimulatedImage.Firmware("7.00", "60_MK6");
        string folder = Directory.CreateTempSubdirectory("vescboot-time-").FullName;
        string image = Path.Combine(folder, "firmware.bin");
        string bootloader = Path.Combine(folder, "bootloader.bin");
        await File.WriteAllBytesAsync(image, firmware).ConfigureAwait(false);
        await File.WriteAllBytesAsync(bootloader, MakeBootloader()).ConfigureAwait(false);
        try
        {
            foreach (var (name, timing) in _boards)
            {
                var board = new SimulatedBoardOptions
                {
                    Timing = timing,
                    KnownFirmware = found => found.Span[..firmware.Length].SequenceEqual(firmware) ? ("7.00", "60_MK6") : null,
                };
                await MeasureAllAsync(name, board, bootloader, image, programs, folder).ConfigureAwait(false);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAllAsync(string name, SimulatedBoardOptions board, string bootloader, string image,
        List<string> programs, string folder)
    {
        Console.WriteLine($"== {name} board");
        List<Case> cases =
        [
            new("install, nothing stored", board, ["install", "--image", bootloader], Installs, "report"),
            new("install, QML stored", board with { Qml = _code }, ["install", "--image", bootloader], Installs, "report"),
            new("install, Lisp stored", board with { Lisp = _code }, ["install", "--image", bootloader], Installs, "report"),
            new("upgrade 5.03 to 7.00", board with { Firmware = "5.03", Bootloader = SimulatedImage.Bootloader() },
                ["upgrade", "--image", image], Upgrades, "restart"),
            new("upgrade 6.05 to 7.00", board with { Bootloader = SimulatedImage.Bootloader() }, ["upgrade", "--image", image], Upgrades,
                "restart"),
        ];
        foreach (var one in cases)
        {
            await MeasureAsync(one, programs, folder).ConfigureAwait(false);
        }
    }

    // In no catalogue, as the simulator's own is for simulated boards only.
    private static byte[] MakeBootloader()
    {
        byte[] content = new byte[5280];
        new Random(1).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return content;
    }

    private static async Task MeasureAsync(Case one, List<string> programs, string folder)
    {
        var runs = programs.ToDictionary(static p => p, static _ => new List<List<(string Phase, double At)>>());
        for (int run = 0; run < one.Runs; run++)
        {
            foreach (string program in programs)
            {
                runs[program].Add(
                    await RunOnceAsync(program, one, Path.Combine(folder, $"state-{Guid.NewGuid():N}")).ConfigureAwait(false));
            }
        }

        foreach (string program in programs)
        {
            Console.WriteLine($"{one.Name}, {program}: {one.Runs} runs, seconds from the start of the process (median, least)");
            Tell("to the end", static phases => phases[^1].Item2);
            if (one.Until == "restart")
            {
                Tell("start to erase", static phases => At(phases, "erase"));
                Tell("erase to jump", static phases => At(phases, "restart") - At(phases, "erase"));
            }

            var middle = runs[program].OrderBy(static phases => phases[^1].Item2).ElementAt(one.Runs / 2);
            Console.WriteLine("  phases of the run in the middle: "
                + string.Join(", ", middle.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.Phase} {p.At:0.000}"))));

            void Tell(string what, Func<List<(string, double)>, double> figure)
            {
                double[] sorted = [.. runs[program].Select(figure).Order()];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {what,-16}{sorted[sorted.Length / 2],8:0.000}{sorted[0],8:0.000}"));
            }
        }
    }

    private static double At(List<(string Phase, double At)> phases, string phase) => phases.First(p => p.Phase == phase).At;

    private static async Task<List<(string Phase, double At)>> RunOnceAsync(string program, Case one, string state)
    {
        using var clock = new HighResolutionTimeProvider();
        using var board = new SimulatedBoard(one.Board, clock);
        using var server = new PseudoTerminalServer(board);
        string[] common = ["--port", server.Path!, "--yes", "--json", "--offline"];
        var start = new ProcessStartInfo(program, one.Arguments.Concat(common))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["XDG_STATE_HOME"] = state;
        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var phases = new List<(string, double)>();
        string? line;
        while ((line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false)) is not null)
        {
            double at = Stopwatch.GetElapsedTime(began).TotalSeconds;
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("event").GetString() == "phase")
            {
                string phase = json.RootElement.GetProperty("name").GetString()!;
                phases.Add((phase, at));
                if (phase == "restart")
                {
                    // All that matters has happened; the copy takes as long for everybody.
                    process.Kill();
                }
            }

            if (json.RootElement.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
            {
                throw new InvalidOperationException($"{one.Name}: {line}");
            }
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        if (one.Until == "report")
        {
            phases.Add(("exit", Stopwatch.GetElapsedTime(began).TotalSeconds));
        }

        return phases.Exists(p => p.Item1 == one.Until) ? phases
            : throw new InvalidOperationException($"{one.Name}: {await errors.ConfigureAwait(false)}");
    }

    private sealed record Case(string Name, SimulatedBoardOptions Board, IReadOnlyList<string> Arguments, int Runs, string Until);
}
