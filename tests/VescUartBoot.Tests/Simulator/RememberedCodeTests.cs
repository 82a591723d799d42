using VescUartBoot.Simulator.Boards;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The firmware remembers that code is valid, and reads its size from flash each time: an erase of staging comes in
/// between.</summary>
public sealed class RememberedCodeTests
{
    private static readonly byte[] EmptyQml = [121, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] NoData = [121, 0, 0, 0, 0];
    private static readonly byte[] EraseAll = [2, .. RawClient.Int(330_000)];

    [Theory]
    [InlineData("6.05")]
    [InlineData("6.06")]
    [InlineData("7.00")]
    public void A_question_for_the_version_after_an_erase_of_staging_restarts_the_board(string firmware) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
    {
        Assert.Equal([121, 1, 0, 0, 0, 0], await client.Ask(EmptyQml));
        Assert.NotNull(await client.Ask(0));
        Assert.Equal([2, 1], await client.Ask(EraseAll));

        Assert.NotNull(await client.Ask(50, 0, 0, 0, 1));
        Assert.Null(await client.Ask(0));

        Assert.Contains("FW_VERSION", Assert.Single(bench.Board.Report().Violations), StringComparison.Ordinal);
        Assert.Single(bench.Board.Report().Resets);
        var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.NotNull(await again.Ask(0));
    });

    [Theory]
    [InlineData("6.05")]
    [InlineData("7.00")]
    public void A_write_of_no_data_makes_the_firmware_look_again(string firmware) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        await client.Ask(EmptyQml);
        await client.Ask(0);
        await client.Ask(EraseAll);
        byte[] before = bench.Flash.ToArray();

        Assert.Equal([121, 1, 0, 0, 0, 0], await client.Ask(NoData));

        Assert.NotNull(await client.Ask(0));
        Assert.Equal(before, bench.Flash.ToArray());
        Assert.Empty(bench.Board.Report().Violations);
    });

    [Theory]
    [InlineData("6.00")]
    [InlineData("6.02")]
    public void Firmware_without_the_checksum_in_its_answer_lives_on(string firmware) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        await client.Ask(EmptyQml);
        await client.Ask(0);
        await client.Ask(EraseAll);

        Assert.NotNull(await client.Ask(0));
        Assert.Empty(bench.Board.Report().Violations);
    });

    [Fact]
    public void Where_only_Lisp_is_stored_nothing_crashes() =>
        Bench.On(VescUartBoot.Simulator.Boards.SimulatedBoardOptions.Parse("fw=7.00") with { Lisp = new byte[500] },
            async (client, bench) =>
    {
        await client.Ask(0);
        await client.Ask(EraseAll);

        Assert.NotNull(await client.Ask(0));
        Assert.Empty(bench.Board.Report().Violations);
    });
}
