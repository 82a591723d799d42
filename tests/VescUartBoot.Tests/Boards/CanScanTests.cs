using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs;
using VescUartBoot.Tests.Jobs;

namespace VescUartBoot.Tests.Boards;

public sealed class CanScanTests
{
    [Fact]
    public void Boards_modules_and_second_motors_are_told_apart()
    {
        using var bench = JobBench.On(
            "id=10&dual=yes&can=12:5.03:410:dual=yes,20:7.00,30:6.05:bms:family=bms,40:6.05:x:family=express,50:6.05:y:family=module");

        var scan = bench.Scan();

        Assert.Equal((10, 11), (scan.LocalId, scan.LocalSecondId!.Value));
        Assert.Equal([12, 20, 30, 40, 50], scan.Nodes.Select(n => (int)n.Id));
        Assert.Equal([13, null, null, null, null], scan.Nodes.Select(n => (int?)n.SecondId));
        Assert.Equal(
            [BoardFamily.Vesc, BoardFamily.Vesc, BoardFamily.Bms, BoardFamily.Express, BoardFamily.Module],
            scan.Nodes.Select(n => n.Identity!.Family));
        Assert.All(scan.Nodes, n => Assert.Equal(CanNodeProblem.None, n.Problem));
        Assert.Equal(["5.03", "7.00"], scan.Nodes.Take(2).Select(n => n.Identity!.Firmware.ToString()));
    }

    [Fact]
    public void Two_boards_with_one_id_and_one_with_the_local_id_are_found()
    {
        using var bench = JobBench.On("id=10&can=20,20,10");

        var scan = bench.Scan();

        Assert.Equal([10, 20], scan.Nodes.Select(n => (int)n.Id));
        Assert.Equal(CanNodeProblem.LocalId, scan.Nodes[0].Problem);
        Assert.Contains(scan.Nodes[1].Problem, new[] { CanNodeProblem.SharedId, CanNodeProblem.Silent });
    }

    [Theory]
    [InlineData("fw=5.03&id=10&can=20:4.02,20:6.05:60_MK6:dual=yes,30")]
    [InlineData("fw=7.00&id=10&can=20:4.02,20:7.00,30")]
    [InlineData("fw=3.58&id=10&dual=yes&can=20:7.00,20:7.00,30")]
    [InlineData("fw=3.58&id=10&dual=yes&can=20:7.00:bms:family=bms,20:7.00,30")]
    [InlineData("fw=5.03&id=10&can=20:7.00:bms:family=bms,20:7.00,30")]
    [InlineData("fw=5.03&id=10&can=20:7.00,20:7.00:bms:family=bms,30")]
    [InlineData("fw=5.03&id=10&can=20:7.00:x:family=express,20:6.05,30")]
    [InlineData("fw=7.00&id=10&can=20:7.00:y:family=module,20:4.02,30&can-loss=0.01&seed=1")]
    [InlineData("fw=7.00&id=10&can=20:7.00:y:family=module,20:4.02,30&can-loss=0.01&seed=8")]
    [InlineData("fw=5.03&id=10&can=20:7.00:bms:family=bms,20:7.00:60_MK6:dual=yes,30")]
    [InlineData("id=10&can=20:6.05,20:6.05,30&can-double=0.01&can-loss=0.01")]
    public void Two_boards_with_one_id_of_which_only_one_is_heard_are_found_and_nothing_on_their_bus_is_safe(string query)
    {
        using var bench = JobBench.On(query);

        var scan = bench.Scan();

        Assert.Equal(CanNodeProblem.SharedId, scan.Nodes.Single(n => n.Id == 20).Problem);
        Assert.Equal(CanNodeProblem.OthersShareId, scan.Nodes.Single(n => n.Id == 30).Problem);
    }

    [Fact]
    public void One_UUID_at_two_ids_is_two_boards_that_cannot_be_told_apart()
    {
        using var bench = JobBench.On("id=10&can=20:6.05:60_MK6:uuid=0102030405060708090a0b0c,"
            + "40:6.05:60_MK6:uuid=0102030405060708090a0b0c");

        Assert.All(bench.Scan().Nodes, n => Assert.Equal(CanNodeProblem.SharedId, n.Problem));
    }

    [Fact]
    public void Frames_that_come_twice_make_no_second_board()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            using var bench = JobBench.On($"id=10&can=20:7.00,30:6.05&can-double=0.01&can-loss=0.01&seed={seed}");
            Assert.All(bench.Scan().Nodes, n => Assert.Equal(CanNodeProblem.None, n.Problem));
        }
    }

    [Fact]
    public void Nobody_on_the_bus_is_an_empty_list_and_an_old_firmware_cannot_tell()
    {
        using var alone = JobBench.On("id=10");
        Assert.Empty(alone.Scan().Nodes);
        using var old = JobBench.On("fw=3.40&id=10&can=20");
        Assert.Equal(CanBusProblem.FirmwareTooOld, Assert.Throws<CanBusException>(() => old.Scan()).Problem);
    }

    [Fact]
    public void A_board_with_the_cable_that_speaks_UAVCAN_is_said_to_see_nobody()
    {
        foreach (string firmware in new[] { "7.00", "5.03", "3.66" })
        {
            using var bench = JobBench.On($"fw={firmware}&id=10&can-mode=uavcan&can=20");
            Assert.Equal(CanBusProblem.OtherProtocol, Assert.Throws<CanBusException>(() => bench.Scan()).Problem);
        }
    }

    [Theory]
    [InlineData("id=10&can=20,30", 2, 2.0, 3.2)]
    [InlineData("id=10&can=20,30&can-status=no", 0, 0.0, 0.1)]
    [InlineData("id=10", 0, 0.0, 0.1)]
    public void Others_are_counted_only_where_the_settings_tell_of_them(string query, int others, double least, double most)
    {
        using var bench = JobBench.On(query);
        var (count, took) = bench.Run(async (board, _, cancellationToken) =>
        {
            var start = bench.Clock.Elapsed;
            return (await board.CountOnCanAsync(cancellationToken), bench.Clock.Elapsed - start);
        });

        Assert.Equal(others, count);
        Assert.InRange(took.TotalSeconds, least, most);
    }

    [Fact]
    public void A_bus_that_loses_one_frame_in_a_hundred_is_seen_whole()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            using var bench = JobBench.On($"id=10&can=12:5.03:410:dual=yes,20:7.00,30:6.05:bms:family=bms&can-loss=0.01&seed={seed}");
            Assert.Equal([12, 20, 30], bench.Scan().Nodes.Select(n => (int)n.Id));
        }
    }

    [Theory]
    [InlineData("3a002b000f51383036343731")]
    [InlineData("000000000000000000000000")]
    public void The_id_without_settings_is_made_of_the_UUID(string uuid)
    {
        using var bench = JobBench.On($"id=10&can=99:6.05:60:uuid={uuid}");
        Assert.True(Uuid.TryParse(uuid, out var parsed));
        byte computed = CanIds.DefaultOf(parsed, new FirmwareVersion(6, 5, 0));
        Assert.Equal(bench.Board.Options.CanBoards[0].DefaultCanId, computed);
    }
}
