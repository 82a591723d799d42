using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.IO;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot simulate</c>: provides a simulated board to any program that opens a port.</summary>
internal static class SimulateCommand
{
    private const int MostOfAReport = 64 * 1024 * 1024;

    public static CommandDefinition Word { get; } = new(
        "simulate",
        """
        Serve a simulated board on a pseudo-terminal or TCP port

        Runs until Ctrl-C or SIGTERM.

        Examples:
          vescboot simulate --link /tmp/vesc --fw 6.05 --bootloader none
          vescboot simulate --tcp 65102 --fw 5.03 --loss 0.001
          vescboot install -p /tmp/vesc --image demo/simulated   (in another terminal)
          vescboot info -p 'sim://?fw=7.00&bootloader=old'   (without dashes)
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var link = new Option<string?>("--link") { Description = "Symbolic link to its pseudo-terminal", HelpName = "PATH" };
        var tcp = new Option<int?>("--tcp")
        {
            Description = "Serve a TCP port instead; 0: any free one",
            HelpName = "PORT",
            CustomParser = static r =>
            {
                if (int.TryParse(r.Tokens[0].Value, out int port) && port is >= 0 and <= 65535)
                {
                    return port;
                }

                r.AddError($"{r.Tokens[0].Value}: a TCP port is 0 to 65535");
                return null;
            },
        };
        var targetLink = new Option<string?>("--target-link")
        {
            Description = "Symbolic link to the target's own port",
            HelpName = "PATH",
        };
        var flash = new Option<string?>("--flash")
        {
            Description = "Load its flash if there; save it at the end",
            HelpName = "FILE"
        };
        var report = new Option<string?>("--report") { Description = "Write a JSON report at the end", HelpName = "FILE" };
        var json = CommonOptions.JsonLines();
        var command = new Command(word.Name, word.Says)
        {
            link, tcp, targetLink, flash, report, json,
        };
        var words =
            SimulatedBoardOptions.Words.Select(
                w => (w.Name, Option: new Option<string?>("--" + w.Name)
                {
                    Description = WithDefault(w),
                    HelpName = w.Values
                })).ToList();
        foreach (var (_, option) in words)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            var given = words.Where(w => parsed.GetValue(w.Option) is not null).ToDictionary(w => w.Name, w => parsed.GetValue(w.Option)!,
                StringComparer.Ordinal);
            return ServeAsync(given, parsed.GetValue(link), parsed.GetValue(tcp), parsed.GetValue(targetLink), parsed.GetValue(flash),
                parsed.GetValue(report),
                parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> ServeAsync(IReadOnlyDictionary<string, string> words, string? link, int? tcp, string? targetLink,
        string? flash,
        string? report, bool json)
    {
        var output = CommandOutput.ReportTo("simulate", json, quiet: false, verbose: false, color: false);
        using var stopping = new CancellationSignals();
        try
        {
            if (link is not null && tcp is not null)
            {
                throw new CliException(CliError.Usage("--link and --tcp contradict each other: a board has one port"));
            }

            CheckWritable(flash);
            CheckWritable(report);
            RequireReport(report);
            bool loaded = flash is not null && File.Exists(flash);
            var options = SimulatedBoardOptions.Apply(words).KnowingReleases();
            options = flash is null ? options : FlashFile.Load(options, flash);
            using var clock = new HighResolutionTimeProvider();
            using var board = new SimulatedBoard(options, clock);
            using (ServeTarget(board, targetLink))
            using (Serve(board, link, tcp, output as JsonOutput, out string? port))
            {
                Announce(output, board, port, link, targetLink, loaded ? flash : null);
                await WaitForStopAsync(stopping.Token).ConfigureAwait(false);
            }

            // Each file is saved even if the other cannot be.
            var flashError = Keep(flash, f => FlashFile.Store(board, f));
            var reportError = Keep(report, f => File.WriteAllText(f, board.Report().ToJson() + "\n"));
            return output.Finish(new Outcome(flashError ?? reportError));
        }
        catch (SimulatorException e)
        {
            return output.Finish(new Outcome(CliError.Usage(e.Message, "vescboot simulate --help")));
        }
        catch (CliException e)
        {
            return output.Finish(new Outcome(e.Error));
        }
    }

    // None, no and 0 need no words.
    private static string WithDefault(SimulatedBoardWord word)
    {
        string said = word.Default is "none" or "no" or "0" ? "" : $" (default: {word.Default})";
        string[] lines = word.Description.Split('\n', 2);
        return string.Join('\n', [lines[0].TrimEnd('.') + said, .. lines[1..]]);
    }

    /// <summary>Checks before the board runs, not after hours, that a file can be written.</summary>
    private static void CheckWritable(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            if (Directory.Exists(path))
            {
                throw new CliException(CliError.Usage($"{path} is a folder"));
            }

            if (!File.Exists(path))
            {
                // The probe uses another name: a program that waits for the file must not find it before the end.
                using var probe = new FileStream($"{path}.{Environment.ProcessId}", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1,
                    FileOptions.DeleteOnClose);
            }
            else
            {
                using var there = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.Usage($"{path} cannot be written: {IOErrorText.OfWriting(e)}"));
        }
    }

    // A report of an earlier run is overwritten; any other file is not.
    private static void RequireReport(string? path)
    {
        if (path is not null && !OutputFile.IsDevice(path) && File.Exists(path) && new FileInfo(path).Length > 0)
        {
            OutputFile.Require(path, "--report", IsReport(path));
        }
    }

    private static bool IsReport(string path)
    {
        try
        {
            return new FileInfo(path).Length < MostOfAReport && JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject report
                && report.ContainsKey("faultsStruck");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static CliError? Keep(string? path, Action<string> store)
    {
        try
        {
            if (path is not null)
            {
                store(path);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SimulatorException)
        {
            return CliError.Usage(e is SimulatorException ? e.Message : $"{path} cannot be written: {IOErrorText.OfWriting(e)}");
        }
    }

    private static IDisposable Serve(SimulatedBoard board, string? link, int? tcp, JsonOutput? events, out string? port)
    {
        if (tcp is { } number)
        {
            var server = new TcpServer(board, number);
            port = $"tcp://{server.EndPoint}";
            return server;
        }

        if (OperatingSystem.IsWindows())
        {
            throw new CliException(CliError.Usage("Windows has no pseudo-terminals for this", "serve it with --tcp PORT"));
        }

        var terminal = new PseudoTerminalServer(board, link);
        port = terminal.Path;
        terminal.PathChanged = path => TellChange(events, path, OperatingSystem.IsWindows() ? null : terminal.LinkProblem);
        return terminal;
    }

    private static PseudoTerminalServer? ServeTarget(SimulatedBoard board, string? link)
    {
        if (link is null)
        {
            return null;
        }

        if (board.Target is not { } target || OperatingSystem.IsWindows())
        {
            throw new CliException(CliError.Usage("--target-link needs a target (--helper), and a system with pseudo-terminals"));
        }

        return new PseudoTerminalServer(target, link);
    }

    private static void Announce(CommandOutput output, SimulatedBoard board, string? port, string? link, string? targetLink,
        string? flash)
    {
        var runs = board.Identity;
        if (output is JsonOutput events)
        {
            var ready = new JsonObject { ["event"] = "ready", ["port"] = port };
            if (link is not null)
            {
                ready["link"] = Path.GetFullPath(link);
            }

            if (runs is not null)
            {
                ready["hardware"] = runs.Hardware;
                ready["firmware"] = runs.Firmware.Name;
            }

            events.Write(ready);
            return;
        }

        string what = runs is null ? "a simulated board on which nothing runs"
            : $"a simulated {runs.Hardware} with firmware {runs.Firmware.Name}";
        string from = flash is null ? "" : $", as {flash} holds it,";
        string target = targetLink is null ? "" : $", its target on {targetLink}";
        Console.Out.WriteLine($"{what}{from} on {(port is null ? "no port" : link ?? port)}{target}; Ctrl-C ends it");
    }

    private static void TellChange(JsonOutput? events, string? port, string? problem)
    {
        try
        {
            if (events is not null)
            {
                var change = new JsonObject { ["event"] = port is null ? "portGone" : "portBack" };
                if (port is not null)
                {
                    change["port"] = port;
                }

                if (problem is not null)
                {
                    change["problem"] = problem;
                }

                events.Write(change);
            }
            else
            {
                Console.Out.WriteLine((port is null ? "the port is gone" : $"the port is back: {port}")
                    + (problem is null ? "" : $"; {problem}"));
            }
        }
        catch (IOException)
        {
            // The output is no longer read; the board continues for the program that uses its port.
        }
    }

    private static async Task WaitForStopAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped))
        {
            await stopped.Task.ConfigureAwait(false);
        }
    }
}
