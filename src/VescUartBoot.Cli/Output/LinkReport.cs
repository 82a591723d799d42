using System.Text.Json.Nodes;
using VescUartBoot.Boards;

namespace VescUartBoot.Cli.Output;

/// <summary>Link quality, for a person and for a script.</summary>
internal static class LinkReport
{
    // Smaller losses are normal for any cable.
    private const double WorthTelling = 0.5;

    /// <summary>Returns the duration, in brackets.</summary>
    /// <param name="outcome">Result of the command.</param>
    /// <param name="withCounts">Whether to include commands, retries, corrupt frames and rate.</param>
    public static string Counts(Outcome outcome, bool withCounts)
    {
        if (outcome.Link is not { } link || !withCounts)
        {
            return outcome.Elapsed is { } time ? $" ({time.TotalSeconds:0.0} s)" : "";
        }

        List<string> counts = [$"{link.Commands} commands", RetriesOf(link.Retries)];
        if (link.CorruptFrames > 0)
        {
            counts.Add($"{link.CorruptFrames} corrupt {(link.CorruptFrames == 1 ? "frame" : "frames")}");
        }

        if (outcome.Elapsed is { } elapsed)
        {
            counts.Add($"{RateOf(link, elapsed) / 1024:0.#} KB/s");
            counts.Add($"{elapsed.TotalSeconds:0.00} s");
        }

        return $" ({string.Join(", ", counts)})";
    }

    public static string RetriesOf(long retries) => retries == 1 ? "1 retry" : $"{retries} retries";

    /// <summary>Returns the sentence about a cable that loses frames; <see langword="null"/> if it lost almost none.</summary>
    public static string? Sentence(Outcome outcome) =>
        outcome is { Error: not { Code: "linkTooBad" }, Link: { Commands: > 0 } link }
            && LossOf(link, outcome.Quality) is >= WorthTelling and var loss
        ? $"this {(outcome.CanId is null ? "cable" : "CAN bus")} loses {loss:0.#} % of frames ({LostOf(link, outcome.Quality)} of "
            + $"{link.Commands}, {link.CorruptFrames} corrupt); "
            + (outcome.CanId is null ? "another, shorter cable without a hub would be faster and safer"
                : "look at its wires and at the two 120 ohm resistors")
        : null;

    /// <summary>Adds <c>linkQuality</c> to the final event.</summary>
    public static void AddTo(JsonObject result, Outcome outcome)
    {
        if (outcome.Link is not { } link)
        {
            return;
        }

        var quality = new JsonObject
        {
            ["lossPercent"] = Math.Round(LossOf(link, outcome.Quality), 2),
            ["retries"] = link.Retries,
            ["corruptFrames"] = link.CorruptFrames,
        };
        if (outcome.Elapsed is { } elapsed)
        {
            quality["bytesPerSecond"] = Math.Round(RateOf(link, elapsed));
        }

        if (outcome.Quality is { } check)
        {
            quality["check"] = new JsonObject
            {
                ["requests"] = check.Requests,
                ["lost"] = check.Lost,
                ["corrupt"] = check.Corrupt,
                ["roundTripMs"] = Math.Round(check.MedianRoundTrip.TotalMilliseconds, 2),
                ["longestRoundTripMs"] = Math.Round(check.LongestRoundTrip.TotalMilliseconds, 2),
            };
        }

        result["linkQuality"] = quality;
    }

    // A request of the link check is sent once, so its loss is not a retry.
    private static long LostOf(LinkStatistics link, LinkQuality? check) => link.Retries + (check?.Lost ?? 0);

    private static double LossOf(LinkStatistics link, LinkQuality? check) =>
        link.Commands == 0 ? 0 : 100.0 * LostOf(link, check) / link.Commands;

    private static double RateOf(LinkStatistics link, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? (link.BytesSent + link.BytesReceived) / elapsed.TotalSeconds : 0;
}
