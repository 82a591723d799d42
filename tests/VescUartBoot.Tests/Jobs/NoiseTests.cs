using VescUartBoot.Jobs;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Boards that talk unasked, and boards whose flash cache shows what was.</summary>
public sealed class NoiseTests
{
    [Theory]
    [InlineData("6.05", 3)]
    [InlineData("6.05", 30)]
    [InlineData("5.03", 5)]
    [InlineData("5.03", 30)]
    [InlineData("5.03", 45)]
    [InlineData("5.03&transport=uart", 30)]
    public void Packets_that_nobody_asked_for_keep_no_silence_from_being_one(string board, int everyMilliseconds)
    {
        // On 5.03 three silences are the only proof that nothing is stored.
        using var bench = JobBench.On($"fw={board}&chatter={everyMilliseconds}");

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData("6.05")]
    [InlineData("7.00")]
    [InlineData("5.03")]
    public void The_header_that_was_just_written_may_be_stale_in_the_cache(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&cache=stale");

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }
}
