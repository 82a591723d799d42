using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What was written to read flash is told by every job that only looks.</summary>
public sealed class ReadPathTraceTests
{
    private static readonly ReadPathTrace _opened = new(8, 1, Undone: true);

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("lisp", false)]
    public void Every_job_that_only_looks_tells_what_it_wrote_and_undid(string stored, bool opens)
    {
        Func<JobBench, JobResult>[] jobs =
        [
            bench => bench.Check(),
            bench => bench.Verify(JobBench.Image),
            bench => bench.Backup(),
            bench => bench.Dump(FlashMap.Bootloader).Result,
        ];

        foreach (var job in jobs)
        {
            using var bench = JobBench.With("6.05", stored);
            var result = job(bench);

            Assert.Equal(opens ? _opened : null, result.ReadPath);
            Assert.Equal(opens ? 8 : 0, result.BytesWritten);
            Assert.Equal(opens ? 1 : 0, bench.Board.Flash.Erases(9));
            bench.AssertUnchangedExcept();
        }
    }

    [Fact]
    public void Bytes_of_a_bootloader_are_counted_alone()
    {
        using var bench = JobBench.On("fw=6.05");

        var result = bench.Install();

        Assert.Equal((JobBench.Image.Content.Length, _opened), (result.BytesWritten, result.ReadPath));
    }

    [Fact]
    public void Nothing_is_told_to_be_unchanged_where_flash_was_opened_for_reading()
    {
        using var opened = JobBench.On("fw=6.05");
        using var passive = JobBench.On("fw=6.05");

        Assert.Equal(
            "The board still runs its firmware and works as before; its flash is as it was: the 8 zero bytes that made it "
                + "readable are erased again.",
            opened.Check().Failure!.BoardState);
        Assert.Equal("The board still runs its firmware and works as before; nothing on the board was changed.",
            passive.Check(CheckMethod.Passive).Failure!.BoardState);
    }

    [Theory]
    [InlineData(8, 2, true, "the 8 zero bytes that made it readable are erased again, which took 2 erase cycles of the QML sector")]
    [InlineData(8, 0, true, "the 8 zero bytes that made it readable are erased again")]
    [InlineData(8, 0, false, "the 8 zero bytes that made it readable may still be in its QML sector")]
    [InlineData(0, 1, true, "the zero bytes of an earlier run are erased again")]
    public void The_words_are_those_of_what_happened(int bytes, int erases, bool undone, string words) =>
        Assert.Equal(words, new ReadPathTrace(bytes, erases, undone).ToString());
}
