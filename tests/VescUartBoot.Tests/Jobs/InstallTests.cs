using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

public sealed class InstallTests
{
    public static TheoryData<string, string> ReadableBoards()
    {
        var data = new TheoryData<string, string>();
        foreach (string stored in new[] { "nothing", "qml", "lisp", "both" })
        {
            foreach (string firmware in new[] { "5.03", "6.05", "7.00" })
            {
                if (firmware != "5.03" || stored is "nothing" or "qml")
                {
                    data.Add(firmware, stored);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ReadableBoards))]
    public void A_board_that_misses_its_bootloader_gets_it_without_an_erase_and_it_is_read_back(string firmware, string stored)
    {
        using var bench = JobBench.With(firmware, stored);

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal(BootloaderState.Absent, result.Before!.State);
        Assert.Equal(BootloaderState.Present, result.After!.State);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        Assert.Equal(JobBench.Image.Content.Length, result.BytesWritten);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
        Assert.Equal(0, bench.Board.Flash.Erases(11));
        Assert.Equal(stored == "nothing", bench.Questions.Contains(JobQuestion.OpenReadPath));
        Assert.Empty(bench.Board.Report().Violations);
    }

    [Theory]
    [InlineData("5.03")]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void A_second_install_is_refused_and_changes_nothing(string firmware)
    {
        using var bench = JobBench.With(firmware, "nothing");
        bench.Install();
        byte[] after = bench.Board.Flash.ToArray();

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderPresent, result.Failure!.Code);
        Assert.Equal(after, bench.Board.Flash.ToArray());
    }

    [Theory]
    [InlineData("6.05", 9)]
    [InlineData("7.00", 9)]
    public void A_staged_image_in_the_QML_sector_survives(string firmware, int qmlSector)
    {
        using var bench = JobBench.On($"fw={firmware}&staged=7.00");

        var result = bench.Install();

        Assert.Null(result.Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        Assert.Equal(0, bench.Board.Flash.Erases(qmlSector));
        Assert.Contains("readPathLeftOpen", bench.Warnings);
        byte[] sector = bench.Board.Flash.Read(0xA0000, 0x20000);
        Assert.Equal(new byte[8], sector[..8]);
        Assert.Contains(sector[8..], b => b != 0xFF);
    }

    [Fact]
    public void A_staged_image_that_waits_on_5_03_is_reported_and_left_alone()
    {
        using var bench = JobBench.On("fw=5.03&staged=5.03");

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Contains("stagedImage", bench.Warnings);
        bench.AssertUnchangedExcept(11);
    }

    [Theory]
    [InlineData("5.03")]
    [InlineData("6.05")]
    public void Zeros_that_a_killed_run_left_do_not_hinder_the_next_and_are_undone(string firmware)
    {
        using var bench = JobBench.With(firmware, "nothing");
        bench.Board.Flash.Program(firmware == "5.03" ? 0x60000 : 0xA0000, new byte[8]);

        var result = bench.Install();

        Assert.Null(result.Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    [Fact]
    public void Every_step_of_the_design_is_seen_as_a_phase()
    {
        using var bench = JobBench.With("6.05", "nothing");

        bench.Install();

        Assert.Equal(
            [JobPhase.LinkCheck, JobPhase.Condition, JobPhase.Check, JobPhase.Image, JobPhase.Plan, JobPhase.Rehearse, JobPhase.Write,
                JobPhase.Verify, JobPhase.Undo, JobPhase.Report],
            bench.Phases);
    }

    [Theory]
    [InlineData("5.02", 1)]
    [InlineData("3.58", 0)]
    [InlineData("3.40", 0)]
    public void Assumed_absent_it_is_written_and_never_called_verified(string firmware, int erases)
    {
        using var bench = JobBench.On($"fw={firmware}");

        var result = bench.Install(o => o with { AssumeAbsent = true });

        Assert.Equal(FailureCode.WrittenUnverified, result.Failure!.Code);
        Assert.Equal(DetectionMethod.None, result.Verified);
        Assert.Equal(BootloaderState.Unknown, result.After!.State);
        Assert.Contains("assumedAbsent", bench.Warnings);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
        Assert.Equal(erases, bench.Board.Flash.Erases(11));
    }

    [Theory]
    [InlineData("nothing", FailureCode.BootloaderUnknown)]
    [InlineData("lisp", null)]
    public void A_dry_run_changes_no_byte_and_names_what_only_a_real_run_can_find_out(string stored, FailureCode? expected)
    {
        using var bench = JobBench.With("6.05", stored);

        var result = bench.Install(o => o with { DryRun = true });

        Assert.Equal(expected, result.Failure?.Code);
        Assert.Equal(expected is null ? 0 : 1, result.Plan!.Undecided.Count);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
        Assert.DoesNotContain(3, bench.Board.Report().Commands.Keys);
    }

    [Theory]
    [InlineData("power=usb", "usbPower")]
    [InlineData("dual=yes", null)]
    [InlineData("erpm=100", null)]
    [InlineData("fw=7.01&uuid=3a002b000f51383036343731", "testBuild")]
    public void A_board_in_an_ordinary_state_is_served(string state, string? warning)
    {
        using var bench = JobBench.On(state);

        Assert.Null(bench.Install().Failure);
        Assert.True(warning is null || bench.Warnings.Contains(warning));
    }

    [Fact]
    public void Ctrl_C_during_the_check_undoes_what_was_opened()
    {
        using var bench = JobBench.With("6.05", "nothing");
        using var stop = new CancellationTokenSource();
        using var timer = bench.Clock.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);

        var result = bench.Install(cancellationToken: stop.Token);

        Assert.Equal(FailureCode.Interrupted, result.Failure!.Code);
        Assert.Contains(JobPhase.Check, bench.Phases);
        Assert.Contains("its flash is as it was", result.Failure.BoardState, StringComparison.Ordinal);
        bench.AssertUnchangedExcept();
    }

    [Fact]
    public void Ctrl_C_during_the_write_lets_the_job_finish()
    {
        using var bench = JobBench.With("6.05", "lisp");
        using var stop = new CancellationTokenSource();
        bench.Board.Inject(Fault.ToRequest(3, 5, new Delay(TimeSpan.Zero)));
        var result = bench.Run(async (board, setting, ct) =>
        {
            var watched = setting with { Progress = new StopAtWrite(stop) };
            return await InstallBootloader.RunAsync(board, new InstallOptions { Image = JobBench.Image }.In(watched), stop.Token);
        });

        Assert.True(stop.IsCancellationRequested);
        Assert.Null(result.Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_write_that_is_refused_once_is_sent_again(int which)
    {
        using var bench = JobBench.With("6.05", "lisp");
        bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, which), new Refuse()));

        Assert.Null(bench.Install().Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }

    [Theory]
    [InlineData("cache=stale")]
    [InlineData("chatter=3")]
    [InlineData("transport=uart")]
    [InlineData("transport=uart&fw=5.03")]
    [InlineData("timing=worst")]
    [InlineData("timing=off")]
    [InlineData("dual=yes&fw=7.00")]
    [InlineData("can=7:6.05:60_MK5,43:6.05:60_MK5")]
    public void Odd_boards_and_links_are_served_too(string kind)
    {
        using var bench = JobBench.On(kind);

        var result = bench.Install();

        Assert.True(result.Failure is null, result.Failure?.Message);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
        bench.AssertUnchangedExcept(11);
    }

    private sealed class StopAtWrite(CancellationTokenSource stop) : IProgress<JobEvent>
    {
        public void Report(JobEvent value)
        {
            if (value is JobEvent.Progressed { Phase: JobPhase.Write })
            {
                stop.Cancel();
            }
        }
    }
}
