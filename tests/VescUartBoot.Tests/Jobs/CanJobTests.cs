using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Jobs on a board behind the one with the cable.</summary>
public sealed class CanJobTests
{
    [Theory]
    [InlineData("6.05", true, 16.0)]
    [InlineData("6.05", false, 17.5)]
    [InlineData("7.00", true, 16.0, Traits = ["Category", "Slow"])]
    [InlineData("7.00", false, 17.5)]
    [InlineData("5.03", true, 16.0)]
    [InlineData("5.03", false, 17.5, Traits = ["Category", "Slow"])]
    public void A_remote_board_gets_its_bootloader_in_time_and_no_other_board_changes(string firmware, bool stored, double seconds)
    {
        using var bench = On($"id=10&can=20:{firmware},30:7.00", o => o with { Qml = stored ? JobBench.Code : default });
        byte[] local = bench.Board.Flash.ToArray();
        byte[] third = bench.Board.CanBoardFlash(1).ToArray();

        var result = bench.Install();

        Assert.Null(result.Failure);
        Assert.Equal(DetectionMethod.Readback, result.Verified);
        Assert.Equal(JobBench.Image.Content.ToArray(), bench.Board.CanBoardFlash(0).Read(0xE0000, JobBench.Image.Content.Length));
        Assert.Equal(local, bench.Board.Flash.ToArray());
        Assert.Equal(third, bench.Board.CanBoardFlash(1).ToArray());
        Assert.Empty(bench.Board.Report().CanBoards[0].Violations);
        Assert.InRange(bench.Took.TotalSeconds, 10, seconds);
        Assert.Equal(0, bench.Board.Report().CanBoards[0].Erases[11]);
    }

    [Fact]
    public void ALIVE_goes_to_the_board_with_the_cable_and_to_the_one_of_the_job_and_to_no_other()
    {
        using var bench = On("id=10&can=20:6.05,30:7.00");

        Assert.Null(bench.Install().Failure);

        var report = bench.Board.Report();
        Assert.InRange(report.Commands[30], 5, int.MaxValue);
        Assert.InRange(report.CanBoards[0].Commands[30], 5, int.MaxValue);
        Assert.DoesNotContain(30, report.CanBoards[1].Commands.Keys);
    }

    [Fact]
    public void A_sector_is_read_in_6_9_seconds_and_345_KB_are_uploaded_in_23_5()
    {
        using var bench = On("id=10&can=20:6.05", o => o with { Lisp = JobBench.Code });

        bench.Run(async (board, _, _) =>
        {
            var path = (await FlashAccess.UseAsync(board, board.Capabilities.CodeSectors[0], default))!;
            var start = bench.Clock.Elapsed;
            await path.ReadAsync(FlashMap.Bootloader, progress: null, default);
            Assert.InRange((bench.Clock.Elapsed - start).TotalSeconds, 6, 6.9);

            await board.SendAsync(new EraseNewAppRequest(345_744), default);
            Assert.True(await board.ForgetErasedCodeAsync(default));
            byte[] content = new byte[345_744];
            new Random(1).NextBytes(content);
            start = bench.Clock.Elapsed;
            Assert.Null(await new FlashWriter(board, WriteArea.Staging).WriteAsync(content, progress: null, default));
            Assert.InRange((bench.Clock.Elapsed - start).TotalSeconds, 20, 23.5);
            return true;
        });
    }

    [Theory]
    [InlineData(8)]
    [InlineData(45_000)]
    [InlineData(0x20000 - 384)]
    public void A_piece_of_an_upload_in_the_QML_sector_is_not_erased_with_the_zeros(int at)
    {
        using var bench = On("id=10&can=20:6.05");
        bench.Run(async (board, _, _) => (await board.SendAsync(
            WriteNewAppDataRequest.Program(WriteArea.Staging, 0x20000 + at, Enumerable.Repeat((byte)0x5A, 384).ToArray()), default)).Done);

        bench.Check(CheckMethod.Readback);

        Assert.Contains("readPathLeftOpen", bench.Warnings);
        Assert.Equal(0x5A, bench.Board.CanBoardFlash(0).Read(0xA0000 + at, 1)[0]);
    }

    [Fact]
    public void A_bus_that_loses_one_frame_in_a_hundred_is_worked_on_to_the_end()
    {
        for (int seed = 1; seed <= Depth.Of(sample: 1, all: 3); seed++)
        {
            using var bench = On($"id=10&can=20:6.05,30:7.00&can-loss=0.01&seed={seed}");

            var result = bench.Install();

            Assert.Null(result.Failure);
            Assert.Equal(DetectionMethod.Readback, result.Verified);
        }
    }

    [Theory]
    [InlineData(1, Traits = ["Category", "Slow"])]
    [InlineData(2, Traits = ["Category", "Slow"])]
    [InlineData(3, Traits = ["Category", "Slow"])]
    public void On_a_bus_that_loses_one_frame_in_a_hundred_all_boards_are_upgraded_and_have_their_ids_and_settings(int seed)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present&id=10&can=20:6.05:60_MK6:bootloader=present,"
            + $"30:5.03:60_MK6:dual=yes:bootloader=present,40:6.05:bms:family=bms&can-loss=0.01&seed={seed}");
        byte[] bms = bench.Board.CanBoardFlash(2).ToArray();

        foreach (byte? node in new byte?[] { 20, 30, null })
        {
            bench.Node = node;
            var result = bench.Upgrade("7.00");
            Assert.Null(result.Failure);
            Assert.DoesNotContain(result.Upgrade!.Settings!.Parts, p => p.State != PartState.Restored);
        }

        var report = bench.Board.Report();
        Assert.Equal(["7.00", "7.00", "7.00"], new[] { report, report.CanBoards[0], report.CanBoards[1] }.Select(b => b.Firmware));
        Assert.InRange(report.CanBoards[0].Dropped.Values.Sum() + report.Dropped["CAN frame lost"], 10, int.MaxValue);
        var scan = bench.Scan();
        Assert.Equal(10, scan.LocalId);
        Assert.Equal([20, 30, 40], scan.Nodes.Select(n => (int)n.Id));
        Assert.Equal(bms, bench.Board.CanBoardFlash(2).ToArray());
    }

    [Theory]
    [InlineData("6.05", "7.00", Traits = ["Category", "Slow"])]
    [InlineData("5.03", "7.00")]
    [InlineData("7.00", "7.00")]
    public void A_remote_board_is_upgraded_found_again_by_its_UUID_and_has_its_id_as_before(string from, string to)
    {
        using var bench = On($"id=10&can=33:{from},30:7.00", o => o with { Bootloader = SimulatedImage.Bootloader() });
        byte[] local = bench.Board.Flash.ToArray();

        var result = bench.Upgrade(to, o => o with { Reinstall = true });

        Assert.Null(result.Failure);
        Assert.Equal(to, bench.Board.Report().CanBoards[0].Firmware);
        Assert.Equal([30, 33], bench.Scan().Nodes.Select(n => (int)n.Id));
        Assert.Equal(local, bench.Board.Flash.ToArray());
        Assert.Empty(bench.Board.Report().CanBoards[0].Violations);
    }

    [Theory]
    [InlineData(1, Traits = ["Category", "Slow"])]
    [InlineData(2, Traits = ["Category", "Slow"])]
    [InlineData(3, Traits = ["Category", "Slow"])]
    [InlineData(4, Traits = ["Category", "Slow"])]
    public void On_a_bus_that_loses_frames_settings_are_sent_until_they_arrive(int seed)
    {
        using var bench = On($"id=10&can=33:7.00&can-loss=0.01&seed={seed}", o => o with { Bootloader = SimulatedImage.Bootloader() });

        var result = bench.Upgrade("7.00", o => o with { Reinstall = true });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
    }

    [Fact]
    public void A_remote_dual_board_keeps_the_settings_of_both_motors()
    {
        using var bench = On("id=10&can=20:7.00:60_MK6:dual=yes", o => o with { Bootloader = SimulatedImage.Bootloader() });

        var result = bench.Upgrade("7.00", o => o with { Reinstall = true });

        Assert.Null(result.Failure);
        Assert.Equal(3, result.Upgrade!.Settings!.Parts.Count);
        Assert.True(result.Upgrade.Settings.AllRestored);
        Assert.Equal((20, 21), bench.Scan().Nodes.Select(n => ((int)n.Id, (int)n.SecondId!.Value)).Single());
    }

    [Fact]
    public void A_remote_board_whose_cable_is_pulled_for_good_ends_the_job_and_the_next_run_finishes()
    {
        var pulled = FaultScript.ParseLine("at write 300: pull cable");
        using var bench = On("id=10&can=20:6.05,30:7.00", o => o with { Bootloader = SimulatedImage.Bootloader(), Faults = [pulled] });

        var result = bench.Upgrade("7.00");

        Assert.Equal(FailureCode.LinkLost, result.Failure!.Code);
        bench.Board.EndFaults();
        Assert.Null(bench.Upgrade("7.00").Failure);
    }

    [Theory]
    [InlineData("id=10&can=20:6.05", true)]
    [InlineData("id=10&can=20:6.05,30:7.00", false)]
    public void What_waits_for_a_board_without_power_is_told_and_dropped_by_a_restart_of_the_board_with_the_cable(string query, bool waits)
    {
        using var bench = On(query, o => o with { Faults = [FaultScript.ParseLine("at write 3: cut power")] });

        Assert.Equal(FailureCode.LinkLost, bench.Install().Failure!.Code);

        Assert.Equal(waits, bench.Warnings.Contains("canMayWait"));
        Assert.Equal(waits, bench.Board.Machine.Can.Waiting > 0);
        bench.Node = null;
        Assert.NotNull(bench.Run((board, _, _) => board.RebootAsync(new RestartOptions())));
        Assert.Equal(0, bench.Board.Machine.Can.Waiting);
    }

    // Seed 930005 of the campaign of buses.
    [Fact]
    public void While_a_board_without_power_may_not_be_asked_for_its_UUID_no_other_board_is_taken_for_it()
    {
        using var bench = On("id=10&can=20:6.05,30:7.00", o => o with
        {
            Bootloader = SimulatedImage.Bootloader(),
            Faults = [FaultScript.ParseLine("at command 2 1: cut power")],
        });
        byte[] third = bench.Board.CanBoardFlash(1).ToArray();

        Assert.NotNull(bench.Upgrade("7.00").Failure);

        Assert.Equal(third, bench.Board.CanBoardFlash(1).ToArray());
        Assert.False(bench.Board.Report().CanBoards[1].Commands.ContainsKey((int)Command.QmlUiWrite));
    }

    [Fact]
    public void A_question_that_waits_in_the_mailboxes_for_a_board_that_restarts_does_not_restart_it_again()
    {
        using var bench = On("id=10&can=20:6.05");
        bench.BoardOptions = bench.BoardOptions with { Identify = new(5, TimeSpan.FromSeconds(5)) };

        Assert.NotNull(bench.Run((board, _, _) => board.RebootAsync(new RestartOptions())));

        Assert.Equal(1, bench.Board.Report().CanBoards[0].Commands[(int)Command.Reboot]);
    }

    [Fact]
    public void An_upgrade_is_refused_where_the_id_without_settings_belongs_to_another_board()
    {
        byte taken = JobBench.On("id=10&can=20:6.05").Board.Options.CanBoards[0].DefaultCanId!.Value;
        using var bench = On($"id=10&can=20:6.05,{taken}:7.00", o => o with { Bootloader = SimulatedImage.Bootloader() });

        Assert.Equal(FailureCode.CanIdTaken, bench.Upgrade("7.00").Failure!.Code);
        Assert.Equal(0, bench.Board.Report().CanBoards[0].Erases[8]);
    }

    [Fact]
    public void An_upgrade_is_refused_where_the_bus_has_a_baud_rate_that_goes_with_the_settings()
    {
        using var bench = On("id=10&can=20:6.05&can-baud=250", o => o with { Bootloader = SimulatedImage.Bootloader() });

        Assert.Equal(FailureCode.CanBaudLost, bench.Upgrade("7.00").Failure!.Code);
        Assert.Equal(0, bench.Board.Report().CanBoards[0].Erases[8]);
    }

    [Theory]
    [InlineData("6.05", "7.00", 250)]
    [InlineData("5.03", "7.00", 1000)]
    public void With_follow_baud_the_board_with_the_cable_goes_there_and_back(string local, string to, int kilobits)
    {
        using var bench = On($"fw={local}&id=10&can=20:6.05&can-baud={kilobits}", o => o with { Bootloader = SimulatedImage.Bootloader() });
        // As with --yes: the option alone agrees to the change of the rate.
        bench.Answer = question => question != JobQuestion.AcceptSettings;

        var result = bench.Upgrade(to, o => o with { FollowBaud = true });

        Assert.Null(result.Failure);
        Assert.True(result.Upgrade!.Settings!.AllRestored);
        Assert.Equal(to, bench.Board.Report().CanBoards[0].Firmware);
        Assert.Contains(bench.Events, e => e is JobEvent.Warned { Code: "canBaudFollowed" });
        Assert.DoesNotContain(bench.Events, e => e is JobEvent.Warned { Code: "canBaudMoved" });
        Assert.Equal([20], bench.Scan().Nodes.Select(n => (int)n.Id));
    }

    [Theory]
    [InlineData("id=10&can=20:6.05,30:7.00&can-baud=250", SettingsMode.Merge)]
    [InlineData("id=10&can=20:6.05&can-baud=250", SettingsMode.Defaults)]
    public void A_third_board_or_no_settings_to_come_back_with_forbid_following(string query, SettingsMode mode)
    {
        using var bench = On(query, o => o with { Bootloader = SimulatedImage.Bootloader() });

        Assert.Equal(FailureCode.CanBaudLost, bench.Upgrade("7.00", o => o with { FollowBaud = true, Settings = mode }).Failure!.Code);
        Assert.Equal(0, bench.Board.Report().CanBoards[0].Erases[8]);
    }

    [Fact]
    public void A_plan_alone_finds_what_a_bus_would_lose()
    {
        using var bench = On("id=10&can=20:6.05&can-baud=250", o => o with { Bootloader = SimulatedImage.Bootloader() });

        Assert.Equal(FailureCode.CanBaudLost, bench.Upgrade("7.00", o => o with { DryRun = true }).Failure!.Code);
    }

    [Fact]
    public void The_board_with_the_cable_is_not_upgraded_onto_the_id_of_another_either()
    {
        byte taken = JobBench.On("fw=6.05&id=10&can=20").Board.Options.DefaultCanId!.Value;
        using var bench = JobBench.On($"fw=6.05&bootloader=present&id=10&can={taken}:7.00");

        bench.CountsOthers = true;

        Assert.Equal(FailureCode.CanIdTaken, bench.Upgrade("7.00").Failure!.Code);
        Assert.Equal(0, bench.Board.Report().Erases[8]);
    }

    [Theory]
    [InlineData("id=10&erpm=900&can=20:6.05,30:7.00")]
    [InlineData("id=10&dual=yes&erpm2=900&can=20:6.05,30:7.00")]
    [InlineData("id=10&can=20:6.05,30:7.00:60_MK6:erpm=900")]
    [InlineData("id=10&can=20:6.05,30:7.00:60_MK6:dual=yes:erpm2=900")]
    public void A_motor_that_turns_anywhere_on_the_bus_stops_a_job(string query)
    {
        using var bench = On(query);

        Assert.Equal(FailureCode.MotorTurning, bench.Install().Failure!.Code);
        Assert.True(bench.Board.CanBoardFlash(0).IsBlank(0xE0000, 0x20000));
    }

    [Theory]
    [InlineData("5.03", Traits = ["Category", "Slow"])]
    [InlineData("6.05")]
    public void Status_frames_are_carried_over_and_without_settings_their_loss_is_said(string from)
    {
        using var bench = On($"id=10&can=20:{from}", o => o with { Bootloader = SimulatedImage.Bootloader() });

        var result = bench.Upgrade("7.00");

        Assert.Null(result.Failure);
        Assert.DoesNotContain(bench.Events, e => e is JobEvent.Warned { Code: "canStatusLost" });
        Assert.Equal(0x0F, bench.Run(async (board, _, _) => BoardSettings.Decode(
            await board.SendAsync(new GetConfigurationRequest(ConfigurationKind.App), default)).Find("can_status_msgs_r1")!.Value.Raw));
        Assert.Null(bench.Upgrade("7.00", o => o with { Reinstall = true, Settings = SettingsMode.Defaults }).Failure);
        Assert.Contains(bench.Events, e => e is JobEvent.Warned { Code: "canStatusLost" });
    }

    private static JobBench On(string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? remote = null)
    {
        var bench = JobBench.On(query, o => remote is null ? o : o with { CanBoards = [remote(o.CanBoards[0]), .. o.CanBoards.Skip(1)] });
        bench.Node = bench.Board.Options.CanBoards[0].CanId;
        return bench;
    }
}
