using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

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
    [InlineData("6.05", 2, 1)]
    [InlineData("6.05", 2, 3)]
    [InlineData("7.00", 2, 1)]
    [InlineData("5.03", 4, 1)]
    public void The_header_that_was_just_written_may_be_stale_in_the_cache(string firmware, int firstLook, int howOften)
    {
        // A code of length 0, as the 8 zero bytes make it, behind a header that reads as what stood there before.
        byte[] stale = [118, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xF8, .. Enumerable.Repeat((byte)0xFF, 8)];
        using var bench = JobBench.On($"fw={firmware}");
        for (int look = 0; look < howOften; look++)
        {
            // Between two looks at the header, three blocks in front of it are read.
            bench.Board.Inject(Fault.ToRequest(118, firstLook + (4 * look), new SendPacket(stale)));
        }

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Fact]
    public void On_a_UART_a_reply_that_comes_in_one_piece_is_waited_for_with_nothing_sent_meanwhile()
    {
        using var undisturbed = JobBench.On("fw=6.05&transport=uart");
        using var bench = JobBench.On("fw=6.05&transport=uart");
        bench.Board.Inject(Fault.ToReply(118, 40, new Delay(TimeSpan.FromMilliseconds(12))));

        Assert.Null(undisturbed.Install().Failure);
        Assert.Null(bench.Install().Failure);

        Assert.Equal(undisturbed.Board.Report().Commands[0], bench.Board.Report().Commands[0]);
    }
}
