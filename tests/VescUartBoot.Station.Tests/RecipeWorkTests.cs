using System.Security.Cryptography;

using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>What a recipe says of bootloader, firmware and settings is what a board ends with.</summary>
public sealed class RecipeWorkTests : IDisposable
{
    private readonly RecipeBench _recipe = new();

    public void Dispose() => _recipe.Dispose();

    [Fact]
    public async Task A_board_without_bootloader_and_with_older_firmware_ends_as_the_recipe_says()
    {
        await using var station = TestStation.Start(1, (_, o) => RecipeBench.Old(o), _recipe.Load());
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.Done, null), (tile.State, tile.Code));
        Assert.Equal("bootloader installed and verified, firmware 6.02 to 6.05, settings of motor.xml", tile.Text);

        var board = station.Ports.Boards[0];
        Assert.Equal(RecipeBench.Firmware, board.Identity!.Firmware.Name);
        Assert.Equal(station.Ports.Image.Content.ToArray(),
            board.Look(b => b.Flash.Read(SimulatedFlash.BootloaderOffset, station.Ports.Image.Content.Length).ToArray()));

        var job = Assert.Single(station.Records.Find(new RecordQuery())).Job;
        Assert.Equal(("upgrade", "ok", "readback"), (job.Command, job.Verdict, job.Verified));
        Assert.Equal(("absent", "present"), (job.Bootloader!.Before, job.Bootloader.After));
        Assert.Equal(("6.02", "6.05"), (job.Firmware!.Before, job.Firmware.After));
        Assert.Equal(station.Ports.Image.Sha256, job.BootloaderSha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(RecipeBench.Image)), job.ImageSha256);
        var settings = Assert.Single(job.Settings!);
        Assert.Equal(("motor.xml", 1), (settings.File, settings.Changed));
        Assert.Equal(64, settings.Sha256.Length);
        Assert.Contains($",motor.xml {settings.Sha256},", RecordCsv.Of(station.Records.Find(new RecordQuery())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_is_as_the_recipe_says_is_proved_and_left_alone()
    {
        await using var station = TestStation.Start(1, recipe: _recipe.Load());
        await station.UntilAllEndedAsync(1);
        long written = station.Ports.Boards[0].Report().BytesProgrammed;
        Assert.True(station.Bench.Restart(1));
        var tile = Assert.Single(await station.UntilAsync(t => t is [{ State: TileState.Done, Text: var text }]
            && text.Contains("there already, firmware", StringComparison.Ordinal)));
        Assert.EndsWith("was there already, firmware new.bin was there already, settings of motor.xml", tile.Text,
            StringComparison.Ordinal);
        Assert.Equal(0, station.Records.Find(new RecordQuery())[0].Job.Settings![0].Changed);
        Assert.True(station.Ports.Boards[0].Report().BytesProgrammed - written <= 24, "only the way to read flash was opened");
    }

    [Theory]
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "6.05" }""", "7.00", "olderVersion")]
    [InlineData("""{ "hardware": ["60_MK6"], "firmware": "6.05/60_MK6" }""", "6.02", "imageMissing")]
    [InlineData("""{ "hardware": ["60_MK6"], "bootloader": "keep", "firmware": "new.bin" }""", "6.02", "bootloaderAbsent")]
    [InlineData("""{ "hardware": ["*"], "firmware": "new.bin", "minVoltage": 60 }""", "6.02", "voltageLow")]
    public async Task What_only_a_person_can_decide_is_amber_and_the_firmware_stays(string rule, string firmware, string code)
    {
        await using var station = TestStation.Start(1, (_, o) => o with { Firmware = firmware }, _recipe.Load(rule));
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.NeedsPerson, code), (tile.State, tile.Code));
        Assert.Equal(firmware, station.Ports.Boards[0].Identity!.Firmware.Name);
        Assert.Equal((code, firmware), (Record(station).Job.Verdict, Record(station).Job.Firmware!.After));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_simulated_board_takes_the_version_that_a_recipe_names_without_an_image_in_the_store()
    {
        await using var station = TestStation.Start(1, recipe: _recipe.Load("""{ "hardware": ["60_MK6"], "firmware": "7.00" }"""));
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.Done, "7.00"), (tile.State, station.Ports.Boards[0].Identity!.Firmware.Name));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_newer_firmware_is_exchanged_where_the_recipe_allows_it()
    {
        await using var station = TestStation.Start(1, (_, o) => o with { Firmware = "7.00" },
            _recipe.Load("""{ "hardware": ["60_MK6"], "firmware": "new.bin", "allowDowngrade": true, "settings": "defaults" }"""));
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.Done, null), (tile.State, tile.Code));
        Assert.Equal("6.05", station.Ports.Boards[0].Identity!.Firmware.Name);
    }

    [Fact]
    public async Task Settings_that_need_a_person_are_amber_until_the_recipe_accepts_them()
    {
        _recipe.Write("motor.xml", "<MCConfiguration><l_current_max>lots</l_current_max></MCConfiguration>"u8.ToArray());
        await using var station = TestStation.Start(1, recipe: _recipe.Load());
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.NeedsPerson, "settingsNotRestored"), (tile.State, tile.Code));
        Assert.Contains("l_current_max", tile.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Another_build_of_the_same_version_is_exchanged_for_the_image_of_the_recipe()
    {
        var clock = new ManualClock();
        using var released = new SimulatedBoard(new SimulatedBoardOptions(), clock);
        byte[] flash = released.Flash.Read(0, SimulatedFlash.Size);
        flash[0x10000] ^= 0xFF;
        await using var station = TestStation.Start(1, (_, o) => o with { Flash = flash, KnownFirmware = _ => ("6.05", "60_MK6") },
            _recipe.Load("""{ "hardware": ["60_MK6"], "firmware": "new.bin" }"""));
        var tile = Assert.Single(await station.UntilAllEndedAsync(1));
        Assert.Equal((TileState.Done, null), (tile.State, tile.Code));
        Assert.Equal(RecipeBench.Image[0x10000], station.Ports.Boards[0].Look(b => b.Flash.Read(0x10000, 1)[0]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(RecipeBench.Image)), Record(station).Job.ImageSha256);
    }

    private static StationRecord Record(TestStation station) => Assert.Single(station.Records.Find(new RecordQuery()));
}
