using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Recovery;

/// <summary>An upgrade that the board with the cable follows to another CAN baud rate, and that breaks off.</summary>
public sealed class FollowedRateTests
{
    private const string Own = "CAN_BAUD_250K";
    private readonly Pages _journal = new();
    private readonly Dictionary<string, BoardBackup> _kept = [];

    [Theory]
    [InlineData("6.05", false)]
    [InlineData("6.05", true)]
    [InlineData("5.03", false)]
    [InlineData("5.03", true)]
    [Trait("Category", "Slow")]
    public void Killed_at_any_phase_the_same_upgrade_finds_the_board_and_brings_both_back_to_their_rate(string local, bool restarts)
    {
        int away = 0;
        for (int killedAt = 1; ; killedAt++)
        {
            using var bench = On(local);
            int phases = 0;
            if (!Kill(bench, e => e is JobEvent.PhaseStarted or JobEvent.Returned or JobEvent.Awaited { Elapsed.TotalSeconds: > 3 and < 4 }
                && ++phases == killedAt))
            {
                Assert.InRange(away, 1, killedAt);
                return;
            }

            away += CableRateOf(bench) == Own ? 0 : 1;
            Assert.True(CableRateOf(bench) == Own || _journal.Read(Cable(bench)).Changes is [{ Kind: ChangeKind.CanBaud, From: Own }]);
            if (restarts)
            {
                bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
                bench.Clock.Advance(TimeSpan.FromSeconds(5));
            }

            GoOn(bench);
        }
    }

    [Theory]
    [InlineData("at command 1 1: pull cable")]
    [InlineData("at command 149 1: pull cable")]
    [InlineData("at command 149 2: pull cable")]
    [InlineData("at reply to command 149 1: pull cable")]
    [InlineData("at reply to command 149 2: pull cable")]
    public void Pulled_at_each_step_of_the_switch_it_is_told_and_the_same_upgrade_goes_on(string fault)
    {
        using var bench = On("6.05", o => o with { Faults = [FaultScript.ParseLine(fault)] });

        Assert.NotNull(Upgrade(bench).Failure);
        bench.Board.EndFaults();
        bench.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True(CableRateOf(bench) == Own || bench.Warnings.Contains("canBaudMoved"));
        GoOn(bench);
    }

    [Fact]
    public void A_backup_of_the_board_with_the_cable_puts_its_rate_back_only_when_the_other_board_is_done()
    {
        using var bench = On("6.05");
        Assert.True(Kill(bench, e => e is JobEvent.Returned));

        bench.Node = null;
        bench.Backup();
        Assert.Contains("canBaudMoved", bench.Warnings);
        Assert.NotEqual(Own, CableRateOf(bench));
        _journal.Write(Followed(bench), InterruptedJob.None);

        bench.Backup();

        Assert.Contains("canBaudBack", bench.Warnings);
        Assert.Equal(Own, CableRateOf(bench));
        Assert.Empty(_journal.Read(Cable(bench)).Changes);
    }

    [Fact]
    public void A_plan_records_nothing()
    {
        using var bench = On("6.05");

        Upgrade(bench, dryRun: true);

        Assert.Empty(_journal.Read(Cable(bench)).Changes);
    }

    private JobBench On(string local, Func<SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        var bench = JobBench.On($"fw={local}&id=10&can=20:6.05&can-baud=250", o => (change?.Invoke(o) ?? o) with
        {
            CanBoards = [o.CanBoards[0] with { Bootloader = SimulatedImage.Bootloader() }],
        });
        bench.Journal = _journal;
        return bench;
    }

    private bool Kill(JobBench bench, Func<JobEvent, bool> when)
    {
        bench.OnEvent = e =>
        {
            if (when(e))
            {
                throw new InvalidOperationException("killed");
            }
        };
        try
        {
            Assert.Null(Upgrade(bench).Failure);
            return false;
        }
        catch (InvalidOperationException e) when (e.Message == "killed")
        {
            return true;
        }
        finally
        {
            bench.OnEvent = _ => { };
        }
    }

    private void GoOn(JobBench bench)
    {
        var result = Upgrade(bench);

        Assert.Null(result.Failure);
        Assert.Equal("7.00", bench.Board.Report().CanBoards[0].Firmware);
        Assert.Equal(Own, CableRateOf(bench));
        bench.Node = null;
        Assert.Equal([20], bench.Scan().Nodes.Select(n => (int)n.Id));
        Assert.Empty(_journal.Read(Cable(bench)).Changes);
        Assert.DoesNotContain(_journal.Read(Followed(bench)).Changes, c => c.Kind == ChangeKind.Backup);
    }

    private UpgradeResult Upgrade(JobBench bench, bool dryRun = false)
    {
        bench.Node = bench.Clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(bench.Board.CreateLinkSource(), bench.BoardOptions, bench.Clock);
            return (await CanBusLook.ScanAsync(board, _journal, CancellationToken.None)).Nodes.Single().Id;
        });
        return bench.Upgrade("7.00", o => o with
        {
            FollowBaud = true,
            DryRun = dryRun,
            LoadKept = name => _kept[name],
            Keep = backup =>
            {
                _kept[$"kept-{_kept.Count + 1}"] = backup;
                return $"kept-{_kept.Count}";
            },
        });
    }

    private static string CableRateOf(JobBench bench)
    {
        byte? node = bench.Node;
        bench.Node = null;
        string rate = bench.Run(async (board, _, ct) => (await BusSettings.ReadAsync(board, ct))!.Rate!);
        bench.Node = node;
        return rate;
    }

    private static Uuid Followed(JobBench bench) => new(bench.Board.Options.CanBoards[0].Uuid.Span);

    private static Uuid Cable(JobBench bench) => new(bench.Board.Options.Uuid.Span);

    /// <summary>A journal in memory with a page for each board.</summary>
    private sealed class Pages : JobJournal
    {
        private readonly Dictionary<Uuid, InterruptedJob> _pages = [];

        internal override InterruptedJob Read(Uuid board) => _pages.GetValueOrDefault(board, InterruptedJob.None);

        internal override void Write(Uuid board, InterruptedJob open) => _pages[board] = open;
    }
}
