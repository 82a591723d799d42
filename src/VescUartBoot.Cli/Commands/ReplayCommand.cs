using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Replay;
using VescUartBoot.Cli.Running;
using VescUartBoot.IO;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot replay</c>: shows a recorded trace as readable text.</summary>
internal static class ReplayCommand
{
    public static CommandDefinition Word { get; } = new(
        "replay",
        """
        Print a trace in words

        -> to the board, <- from it, ?? bytes outside a frame, !! link events.

        Examples:
          vescboot info --trace run.trace
          vescboot replay run.trace
          vescboot replay --json run.trace
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var file = new Argument<string>("FILE") { Description = "A file written by --trace, or a fixture" };
        var command = new Command(word.Name, word.Says) { file };
        return OfflineCommand.Define(command, "replay", run => Run(run.Output, run.Parsed.GetRequiredValue(file)));
    }

    private static Outcome Run(CommandOutput output, string path)
    {
        try
        {
            using var text = File.OpenText(path);
            var trace = new FrameTraceReader(text);
            var conversation = TraceConversation.Of(trace);
            int width = Terminal.OutputWidth();
            Tell(output, conversation.Turns, width);
            return Summarise(trace, conversation, width);
        }
        catch (TraceFormatException e)
        {
            throw new CliException(CliError.OfTable("traceUnreadable", $"{path} cannot be replayed: {e.Message.TrimEnd('.')}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.OfTable("traceUnreadable", $"{path} cannot be read: {IOErrorText.Of(e)}"));
        }
    }

    // For a person, thirty equal exchanges are one line with a count; a script gets every message.
    private static void Tell(CommandOutput output, IReadOnlyList<TraceTurn> turns, int width)
    {
        for (int i = 0; i < turns.Count;)
        {
            int times = RepeatsAt(turns, i);
            if (times == 0)
            {
                output.Tell(turns[i].ToLines(width), turns[i].ToJson());
                i++;
                continue;
            }

            for (int end = i + (2 * times), first = i; i < end; i++)
            {
                output.Tell(i == first ? [$"           … both {times} more {(times == 1 ? "time" : "times")}"] : [], turns[i].ToJson());
            }
        }
    }

    // Counts the repetitions of a request and reply from this position.
    private static int RepeatsAt(IReadOnlyList<TraceTurn> turns, int at)
    {
        int times = 0;
        while (at >= 2 && at + (2 * times) + 1 < turns.Count && Same(turns[at + (2 * times)], turns[at - 2])
            && Same(turns[at + (2 * times) + 1], turns[at - 1]))
        {
            times++;
        }

        return times;
    }

    private static bool Same(TraceTurn one, TraceTurn other) => one.Speaker == other.Speaker && one.Text == other.Text;

    private static Outcome Summarise(FrameTraceReader trace, TraceConversation c, int width)
    {
        string from = trace.Port is { Length: > 0 } port ? $" with {port}" : "";
        string length = c.Length is { } l ? string.Create(CultureInfo.InvariantCulture,
            $" in {l.TotalSeconds:0.0} s, longest pause {c.LongestGap.TotalSeconds:0.0} s") : "";
        return new Outcome
        {
            Lines =
                [.. TextWrap.Lines($"{c.Sent} frames sent, {c.Received} received, {c.CorruptBytes} bytes outside frames{from}{length}",
                    width)],
            More = JsonOutput.Compact(new JsonObject
            {
                ["framesSent"] = c.Sent,
                ["framesReceived"] = c.Received,
                ["corruptBytes"] = c.CorruptBytes,
                ["tracedPort"] = trace.Port is { Length: > 0 } name ? name : null,
                ["started"] = trace.Started?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["length"] = c.Length?.TotalSeconds,
                ["longestPause"] = c.Length is null ? null : c.LongestGap.TotalSeconds,
            }),
        };
    }
}
