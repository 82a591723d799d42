using VescUartBoot.Chip;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using static VescUartBoot.Tests.Jobs.RescueBench;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A rescue that was interrupted: what is remembered of the target, and the run that finishes it.</summary>
public sealed class InterruptedRescueTests
{
    [Theory]
    [InlineData("install")]
    [InlineData("restore")]
    public void An_interrupted_job_is_remembered_by_the_UUID_of_the_target_told_by_a_look_and_ended_by_the_run_that_finishes(string job)
    {
        var kind = job == "install" ? ChangeKind.Bootloader : ChangeKind.Flash;
        using var bench = JobBench.On(job == "install" ? Living : "helper=blank");
        var uuid = new Uuid(Target(bench).Options.Uuid.Span);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var journal = new FileJournal(folder.FullName, bench.Clock);
            bench.Journal = journal;
            JobResult Run() => job == "install" ? Install(bench) : Restore(bench, o => o with { Hardware = "60_MK6" });
            bench.Board.Inject(FaultScript.ParseLine("at command 68 7: loose wire"));

            Assert.Equal(FailureCode.TargetLost, Run().Failure!.Code);
            bench.Board.EndFaults();
            var left = journal.Read(uuid).Changes.Single();
            Assert.Null(Look(bench).Failure);
            var told = Assert.Single(bench.Events.OfType<JobEvent.LeftBehind>());

            Assert.Equal(kind, left.Kind);
            Assert.Equal(kind, told.Change.Kind);
            Assert.Equal(left.What, told.Change.What);
            Assert.Contains("was interrupted", told.Message, StringComparison.Ordinal);
            Assert.Null(Run().Failure);
            Assert.Empty(journal.Read(uuid).Changes);
            Assert.Empty(journal.Boards());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_sector_that_a_rescue_left_half_erased_is_finished_without_replace()
    {
        using var bench = JobBench.On($"{Living}:bootloader=garbage");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            bench.Journal = new FileJournal(folder.FullName, bench.Clock);
            bench.Board.Inject(FaultScript.ParseLine("at command 68 3: loose wire"));
            Assert.NotNull(Install(bench, o => o with { Replace = true }).Failure);
            bench.Board.EndFaults();

            Assert.Null(Install(bench).Failure);
            Assert.Equal(SectorWith(JobBench.Image.Content.Span), Target(bench).Flash.Read(0xE0000, 0x20000));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
