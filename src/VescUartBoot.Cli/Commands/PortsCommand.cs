using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Doctor;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Cli.Running;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot ports</c>: lists the serial ports. It opens none and sends nothing without <c>--probe</c>.</summary>
internal static class PortsCommand
{
    public static CommandDefinition Word { get; } = new(
        "ports",
        """
        List serial ports, and which of them may be a VESC

        Also shows which are in use and which you may open. Sends nothing without --probe.

        Examples:
          vescboot ports
          vescboot ports --probe
          vescboot ports --watch
          vescboot ports --json
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var probe = new Option<bool>("--probe") { Description = "Identify the boards; opens only ports that may be a VESC" };
        var watch = new Option<bool>("--watch") { Description = "Report ports that appear and disappear, until Ctrl-C" };
        var json = CommonOptions.JsonLines();
        var root = FakeSystemRoot.SystemRoot();
        var command = new Command(word.Name, word.Says) { probe, watch, json, root };
        command.SetAction(async (parsed, _) => StandardStreams.ExitCodeOfTelling(
            await RunAsync(parsed.GetValue(json), FakeSystemRoot.MachineAt(parsed.GetValue(root)), parsed.GetValue(probe),
                parsed.GetValue(watch)).ConfigureAwait(false)));
        return command;
    }

    private static async Task<int> RunAsync(bool json, SystemInspector machine, bool probe, bool watch)
    {
        var output = CommandOutput.ReportTo("ports", json, quiet: false, verbose: false, color: false);
        using var stopping = new CancellationSignals(watch ? null : output.TellStop);
        if (watch)
        {
            OutputHangup.Watch(stopping.Stop);
        }

        try
        {
            var ports = await machine.FindPortsAsync().ConfigureAwait(false);
            if (ports.Count > 0)
            {
                output.Tell(PortReport.Head(Terminal.OutputWidth()), null);
            }

            foreach (var port in ports)
            {
                await TellAsync(output, port, null, probe, stopping.Token).ConfigureAwait(false);
            }

            if (watch)
            {
                await WatchAsync(output, new PortWatch(machine, ports), ports.Count, probe, stopping.Token).ConfigureAwait(false);
            }

            return output.Finish(new Outcome { Lines = ports.Count == 0 && !watch ? ["no serial ports found"] : [] });
        }
        catch (OperationCanceledException e)
        {
            return output.Finish(
                new Outcome(watch ? null : CliError.Of(e, stopping.Token) with { BoardState = null }) { Signal = stopping.ExitCode });
        }
    }

    private static async Task WatchAsync(CommandOutput output, PortWatch watch, int count, bool probe, CancellationToken cancellationToken)
    {
        output.Tell(
            [
                $"watching; {(count == 0 ? "no serial port is there yet" : $"{count} serial {(count == 1 ? "port" : "ports")} so far")}; "
                    + "Ctrl-C ends it"], new JsonObject { ["event"] = "watching", ["ports"] = count });
        await foreach (var (change, port) in watch.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            await TellAsync(output, port, change, probe, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task TellAsync(CommandOutput output, SerialPortInfo port, PortChange? change, bool probe,
        CancellationToken cancellationToken)
    {
        bool gone = change == PortChange.Unplugged;
        var answer = probe && !gone ? await PortProbe.AskAsync(port, cancellationToken).ConfigureAwait(false) : null;
        var line = PortReport.ToJson(port, answer);
        if (change is { } what)
        {
            line["change"] = JsonOutput.Word(what);
        }

        string time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var lines = gone ? [$"{time} unplugged {port.Path}"]
            : change is null ? PortReport.ToLines(port, answer, Terminal.OutputWidth())
            : [$"{time} {JsonOutput.Word(change.Value)} {port.Path}", .. PortReport.ToLines(port, answer, Terminal.OutputWidth())];
        output.Tell(lines, line);
    }
}
