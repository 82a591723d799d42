using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Another board has the port's name after the cable was out: it gets the question who it is, and nothing else.</summary>
public sealed class SwappedBoardTests
{
    private const byte ReadQml = 118;

    [Theory]
    [InlineData(10)]
    [InlineData(120)]
    public void Another_board_under_the_name_is_neither_read_nor_erased_and_the_first_ones_zeros_are_remembered(int read)
    {
        using var bench = JobBench.On("fw=6.05");
        var journal = new MemoryJournal();
        bench.Journal = journal;
        using var other = new SimulatedBoard(
            SimulatedBoardOptions.Parse("fw=6.05") with { Uuid = Convert.FromHexString("0102030405060708090A0B0C") }, bench.Clock);
        bench.Board.Inject(Fault.ToRequest(ReadQml, read, new PullCable(null)));
        byte[] before = other.Flash.ToArray();

        var result = bench.RunOn(
            new Swapped(bench.Board.CreateLinkSource(), other.CreateLinkSource()),
            (board, setting, ct) => CheckBootloader.RunAsync(board, new CheckOptions().In(setting), ct));

        Assert.Equal(FailureCode.BoardChanged, result.Failure!.Code);
        Assert.Contains("8 zero bytes may be", result.Failure.BoardState, StringComparison.Ordinal);
        Assert.Equal(ChangeKind.ReadPath, Assert.Single(journal.Open.Changes).Kind);
        Assert.Equal([0], other.Report().Commands.Keys);
        Assert.Equal(before, other.Flash.ToArray());
    }

    /// <summary>The first opening is the job's board, every later one the other.</summary>
    private sealed class Swapped(ILinkSource first, ILinkSource later) : ILinkSource
    {
        private bool _opened;

        public string Name => first.Name;

        public ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
        {
            var source = _opened ? later : first;
            _opened = true;
            return source.OpenAsync(cancellationToken);
        }
    }
}
