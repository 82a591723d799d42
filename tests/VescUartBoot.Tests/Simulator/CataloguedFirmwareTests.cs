using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Simulator;

public sealed class CataloguedFirmwareTests
{
    [Theory]
    [InlineData(393_208)]
    [InlineData(524_280)]
    public void What_is_in_no_catalogue_is_no_firmware(int length) =>
        Assert.Null(new SimulatedBoardOptions().KnowingReleases().KnownFirmware!(new byte[length]));

    [Fact]
    public void A_board_answers_with_the_name_that_its_image_carries()
    {
        Assert.Equal("410", CataloguedFirmware.NameIn(SimulatedImage.Firmware("7.00", "410")));
        Assert.Null(CataloguedFirmware.NameIn(new byte[524_280]));
    }

    [Fact]
    public void Boards_on_the_bus_and_targets_know_the_same_images()
    {
        var options = SimulatedBoardOptions.Parse("fw=6.05&helper=blank&can=20:6.05,30:5.03").KnowingReleases();

        Assert.Equal(2, options.CanBoards.Count);
        Assert.All([.. options.CanBoards, options.Target!.Board], board => Assert.NotNull(board.KnownFirmware));
    }

    [Fact]
    public void Boards_still_run_the_images_of_the_simulator()
    {
        using var board = new SimulatedBoard(SimulatedBoardOptions.Parse("fw=7.00").KnowingReleases(), new ManualClock());

        Assert.Equal("7.00", board.Identity!.Firmware.Name);
    }
}
