using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What an accident costs, in the board's own time, and how many requests are under way.</summary>
public sealed class PaceTests
{
    private const byte Alive = 30;
    private const byte Read = 118;

    private static readonly TimeSpan _clean = TimeOf();

    private static readonly Dictionary<string, FaultAction> _accidents = new(StringComparer.Ordinal)
    {
        ["lost"] = new Lose(),
        ["doubled"] = new DoubleIt(),
        ["data byte flipped"] = new Flip(100, 0x20),
        ["start byte flipped to the short one"] = new Flip(0, 0x01),
        ["length raised"] = new Flip(1, 0x01),
        ["length lowered"] = new Flip(2, 0x80),
        ["stray long start before it"] = new Insert(new byte[] { 0x03 }),
        ["stray long start and length before it"] = new Insert(new byte[] { 0x03, 0x01, 0xF4 }),
        ["stray short start and length before it"] = new Insert(new byte[] { 0x02, 0xFE }),
    };

    public static TheoryData<string> AccidentsOfAReply() => new(_accidents.Keys);

    [Theory]
    [MemberData(nameof(AccidentsOfAReply))]
    public void One_accident_of_one_reply_costs_a_moment_and_not_a_time_out(string accident)
    {
        // What it may cost: a silence, a question, and some reads one by one until the link has proved itself anew.
        var cost = TimeOf(Fault.ToReply(Read, 290, _accidents[accident])) - _clean;

        Assert.InRange(cost, -TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(700));
    }

    [Fact]
    public void A_loss_costs_one_retry()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToReply(Read, 100, new Lose()));

        Assert.Null(bench.Install().Failure);

        Assert.Single(bench.Events.OfType<JobEvent.Retried>());
    }

    [Fact]
    public void On_a_UART_requests_go_one_by_one_and_ALIVE_goes_in_between()
    {
        using var bench = JobBench.On("fw=6.05&transport=uart");

        Assert.Null(bench.Install().Failure);

        var report = bench.Board.Report();
        Assert.Equal(0, report.BytesLost);
        Assert.InRange(report.Commands[Alive], bench.Clock.Elapsed.TotalSeconds, 2 * bench.Clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public void A_link_that_loses_too_much_is_refused_before_anything_is_written()
    {
        // Every third answer of the link check is lost.
        using var bench = JobBench.On("fw=6.05");
        for (int i = 3; i <= 40; i += 3)
        {
            bench.Board.Inject(Fault.ToReply(0, i, new Lose()));
        }

        var result = bench.Install();

        Assert.Equal(FailureCode.LinkTooBad, result.Failure!.Code);
        Assert.Equal(0, bench.Board.Flash.BytesProgrammed);
    }

    [Fact]
    public void A_few_losses_are_said_and_survived()
    {
        using var bench = JobBench.On("fw=6.05");
        bench.Board.Inject(Fault.ToReply(0, 10, new Lose()));

        Assert.Null(bench.Install().Failure);
        Assert.Contains("linkLoses", bench.Warnings);
    }

    private static TimeSpan TimeOf(params Fault[] faults)
    {
        using var bench = JobBench.On("fw=6.05");
        foreach (var fault in faults)
        {
            bench.Board.Inject(fault);
        }

        Assert.Null(bench.Install().Failure);
        return bench.Clock.Elapsed;
    }
}
