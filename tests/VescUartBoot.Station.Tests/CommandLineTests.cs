using System.Diagnostics;

namespace VescUartBoot.Station.Tests;

/// <summary>Words that make no sense get one sentence and the exit code that the tool has for them.</summary>
public sealed class CommandLineTests
{
    [Theory(Timeout = 120_000)]
    [InlineData("--nonsense")]
    [InlineData("--simulate 0")]
    [InlineData("--simulate 1 --listen nonsense")]
    [InlineData("--simulate 1 --listen 192.0.2.1:8420")]
    [InlineData("--simulate 1 --port /dev/ttyACM0")]
    [InlineData("--simulate 1 --simulate 2")]
    [InlineData("--simulate 1 --recipe no-such-file.json")]
    [InlineData("--simulate 1 --records nonsense")]
    [InlineData("history --records Host=x;Porrt=5")]
    [InlineData("recipe check no-such-file.json")]
    [InlineData("rollout check no-such-file.json --fleet nats://127.0.0.1:1", "no-such-file.json cannot be read")]
    [InlineData("rollout status no/name --fleet nats://127.0.0.1:1", "no/name is neither a file nor the name of a rollout")]
    [InlineData("rollout status name --fleet nats://127.0.0.1:1 --trust no-such.pem", "no-such.pem cannot be read")]
    public async Task Wrong_words_get_one_sentence_and_exit_code_2(string words, string says = "")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "vescboot-station.dll"));
        Array.ForEach(words.Split(' '), start.ArgumentList.Add);
        using var station = Process.Start(start)!;

        string said = await station.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await station.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, station.ExitCode);
        Assert.StartsWith($"vescboot-station: {says}", Assert.Single(said.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }
}
