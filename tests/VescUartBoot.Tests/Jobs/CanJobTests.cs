using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
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
    [InlineData("7.00", true, 16.0)]
    [InlineData("7.00", false, 17.5)]
    [InlineData("5.03", true, 16.0)]
    [InlineData("5.03", false, 17.5)]
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

    [Fact]
    public void A_bus_that_loses_one_frame_in_a_hundred_is_worked_on_to_the_end()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            using var bench = On($"id=10&can=20:6.05,30:7.00&can-loss=0.01&seed={seed}");

            var result = bench.Install();

            Assert.Null(result.Failure);
            Assert.Equal(DetectionMethod.Readback, result.Verified);
        }
    }

    [Theory]
    [InlineData("6.05", "7.00")]
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

    private static JobBench On(string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? remote = null)
    {
        var bench = JobBench.On(query, o => remote is null ? o : o with { CanBoards = [remote(o.CanBoards[0]), .. o.CanBoards.Skip(1)] });
        bench.Node = bench.Board.Options.CanBoards[0].CanId;
        return bench;
    }
}
