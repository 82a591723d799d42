using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Upgrade;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A device of another make that answers as a VESC and knows none of its commands.</summary>
public sealed class ImitationDetectorTests
{
    [Theory]
    [InlineData("5.03", "check")]
    [InlineData("5.03", "install")]
    [InlineData("5.03", "upgrade")]
    [InlineData("5.02", "blind")]
    public void It_is_called_what_it_is_and_leaves_no_note(string firmware, string job)
    {
        using var bench = JobBench.On($"fw={firmware}&imitation=yes");
        var journal = new MemoryJournal();
        bench.Journal = journal;

        JobResult result = job switch
        {
            "check" => bench.Check(),
            "install" => bench.Install(),
            "blind" => bench.Install(o => o with { AssumeAbsent = true }),
            _ => bench.Upgrade("6.05", o => o with { MinVoltage = null }),
        };

        Assert.True(result.Failure!.Code == FailureCode.CommandsUnknown, result.Failure.Message);
        Assert.Equal(ExitCode.NotServed, CliError.Of(result.Failure, () => "").Exit);
        Assert.Empty(journal.Open.Changes);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void One_that_tells_not_even_its_values_is_called_the_same()
    {
        using var bench = JobBench.On("fw=5.03");
        bench.Board.Inject(Fault.ToRequest(50, 0, new Lose()));
        bench.Board.Inject(Fault.ToRequest(3, 0, new Lose()));

        Assert.Equal(FailureCode.CommandsUnknown, bench.Check().Failure!.Code);
    }

    [Fact]
    public void A_board_that_does_not_tell_its_values_and_answers_a_write_is_no_imitation()
    {
        using var bench = JobBench.On("fw=5.03");
        bench.Board.Inject(Fault.ToRequest(50, 0, new Lose()));

        Assert.Equal(FailureCode.BoardSilent, bench.Check().Failure!.Code);
    }

    [Fact]
    public void A_note_that_no_command_can_end_names_the_way_to_settle_it()
    {
        using var bench = JobBench.On("fw=5.02");
        bench.Journal = new MemoryJournal
        {
            Open = new([new InterruptedChange { Kind = ChangeKind.ReadPath, What = "QML", Command = "check", ProcessId = 1,
                Since = DateTimeOffset.UnixEpoch }]),
        };

        bench.Check();

        var left = Assert.Single(bench.Events.OfType<JobEvent.LeftBehind>());
        Assert.Contains("vescboot history 3a002b000f51383036343731 --settle", Advice.For(left.Change, left.Board),
            StringComparison.Ordinal);
    }
}
