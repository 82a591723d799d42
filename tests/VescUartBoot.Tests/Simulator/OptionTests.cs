using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The words of sim://, and the board as a library.</summary>
public sealed class OptionTests
{
    [Fact]
    public void The_default_board_misses_its_bootloader_and_has_real_timing()
    {
        var options = SimulatedBoardOptions.Parse("sim://");
        Assert.Equal(new SimulatedBoardOptions().ToString(), options.ToString());
        Assert.Equal("6.05", options.Firmware);
        Assert.True(options.Bootloader.IsEmpty);
        Assert.Same(BoardTiming.Real, options.Timing);
    }

    [Fact]
    public void Words_may_stand_in_any_order_and_be_escaped()
    {
        var options = SimulatedBoardOptions.Parse("sim://?staged=7.00&hw=My%20Board&fw=5.02&motor=held&timing=off");
        Assert.Equal(("5.02", "My Board", 3000, true), (options.Firmware, options.Hardware, options.Erpm, options.MotorHeld));
        Assert.Equal(0xCC, options.Staging.Span[0]);
        Assert.Same(BoardTiming.Off, options.Timing);
    }

    [Theory]
    [InlineData("sim://?fw=9.99", "6.05")]
    [InlineData("sim://?colour=red", "bootloader")]
    [InlineData("sim://?timing=fast", "real|worst|off")]
    [InlineData("sim://?fw=6.05&fw=7.00", "twice")]
    [InlineData("sim://?bootloader=/no/such/file", "/no/such/file")]
    [InlineData("sim://?uuid=12", "24 hex digits")]
    [InlineData("sim://?loss=2", "0-1")]
    [InlineData("sim://?baud=0", "baud")]
    [InlineData("sim://?id=255", "0-254")]
    [InlineData("sim://?can=255", "ID:FW:HW")]
    [InlineData("sim://?package-at=-1", "BYTES")]
    [InlineData("sim://?voltage=high", "VOLTS")]
    public void A_mistake_is_answered_with_what_would_be_right(string query, string hint) =>
        Assert.Contains(hint, Assert.Throws<SimulatorException>(() => SimulatedBoardOptions.Parse(query)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_word_takes_its_default_and_says_what_it_means()
    {
        foreach (var word in SimulatedBoardOptions.Words)
        {
            Assert.Matches(@"^[^\n]{4,}\.(\n[^\n]+)?$", word.Description);
            if (word.Default is not ("none" or "never") || word.Values.Contains("none", StringComparison.Ordinal))
            {
                using var board = new SimulatedBoard(word.Apply(new SimulatedBoardOptions(), word.Default), new ManualClock());
                Assert.Equal(BoardState.Running, board.State);
            }
        }
    }

    [Theory]
    [InlineData("fw=6.00&package=yes")]
    [InlineData("fw=5.02&qml=CODE")]
    [InlineData("fw=5.03&lisp=CODE")]
    public void A_board_that_cannot_be_is_refused(string query)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("code"), "code");
        var options = SimulatedBoardOptions.Parse(query.Replace("CODE", folder.File("code"), StringComparison.Ordinal));
        Assert.Throws<SimulatorException>(() => new SimulatedBoard(options, new ManualClock()));
    }

    [Fact]
    public void The_words_of_the_bootloader_put_into_the_sector_what_they_say()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("bl"), SimulatedImage.Bootloader(unpacks: false));
        foreach (var (word, what) in new[] { ("none", "blank"), ("present", "bootloader"), ("old", "old bootloader"), ("garbage", "other"),
            (folder.File("bl"), "old bootloader") })
        {
            using var bench = new Bench("bootloader=" + word);
            Assert.Equal(what, bench.Board.Report().Bootloader);
        }
    }

    [Fact]
    public void A_simulated_bootloader_looks_like_one()
    {
        foreach (bool unpacks in (bool[])[true, false])
        {
            byte[] image = SimulatedImage.Bootloader(unpacks);
            Assert.Equal(unpacks, image.Length > 5120);
            Assert.Equal([0x00, 0x08, 0x00, 0x20], image[..4]);
            for (int i = 1; i < 98; i++)
            {
                uint vector = BitConverter.ToUInt32(image, i * 4);
                Assert.InRange(vector, 0x080E0001u, 0x080E2000u);
                Assert.Equal(1u, vector & 1);
            }

            Assert.Equal("932EB23ED10EF01E", Convert.ToHexString(image[^8..]));
        }
    }

    [Fact]
    public void A_bootloader_that_is_in_no_list_is_known_by_its_tail_and_its_size()
    {
        foreach (int size in (int[])[4000, 6000])
        {
            byte[] image = SimulatedImage.Bootloader();
            byte[] other = new byte[size];
            image.AsSpan(0, 0x200).CopyTo(other);
            image.AsSpan(image.Length - 8).CopyTo(other.AsSpan(size - 8));
            using var bench = new Bench(new SimulatedBoardOptions { Bootloader = other });
            Assert.Equal(size > 5120 ? "bootloader" : "old bootloader", bench.Board.Report().Bootloader);
        }
    }

    [Theory]
    [InlineData("3.40", 393_208)]
    [InlineData("5.03", 393_208)]
    [InlineData("6.00", 524_280)]
    [InlineData("7.00", 524_280)]
    public void A_firmware_image_has_the_size_and_vectors_of_its_version_and_can_be_identified(string version, int size)
    {
        byte[] image = SimulatedImage.Firmware(version, "100_250");
        Assert.Equal(size, image.Length);
        Assert.Equal([0x00, 0x08, 0x00, 0x20, 0x01, 0xC0, 0x00, 0x08], image[..8]);
        Assert.All(image[0x4000..0xC000], b => Assert.Equal(size == 524_280 ? 0 : 0xFF, b));
        Assert.All(image[^8..], b => Assert.Equal(0xFF, b));
        Assert.Equal((version, "100_250"), (SimulatedImage.Identify(image)!.Firmware.Name, SimulatedImage.Identify(image)!.Hardware));
        image[0x30000] ^= 1;
        Assert.Null(SimulatedImage.Identify(image));
    }

    [Fact]
    public void Two_hundred_boards_take_little_memory()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = new ManualClock();
        var boards = Enumerable.Range(0, 200).Select(i => new SimulatedBoard(
            new SimulatedBoardOptions
            {
                Firmware = FirmwareProfiles.All[i % FirmwareProfiles.All.Count].Name,
                Bootloader = SimulatedImage.Bootloader(),
                Seed = i
            }, clock)).ToList();
        clock.Run(async () =>
        {
            foreach (var board in boards)
            {
                var client = await RawClient.Open(board.CreateLinkSource(), clock);
                Assert.NotNull(await client.Ask(0));
                Assert.NotNull(await client.Write(0, new byte[100]));
            }
        });
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6, 0, 150);
        boards.ForEach(board => board.Dispose());
    }

    [Fact]
    public void An_hour_of_board_time_passes_in_no_time_and_an_idle_board_sets_no_timer()
    {
        using var bench = new Bench();
        bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, bench.Clock.TimersFired);
        Assert.Equal(3600, bench.Board.Report().Seconds);
    }

    [Fact]
    public void The_report_is_JSON_with_hashes_counters_and_resets() => Bench.On("bootloader=present", async (client, bench) =>
    {
        await client.Write(0x60000, 1, 2, 3);
        await client.Send(29);
        await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        using var json = System.Text.Json.JsonDocument.Parse(bench.Board.Report().ToJson());
        var root = json.RootElement;
        Assert.Equal("6.05", root.GetProperty("firmware").GetString());
        Assert.Equal("running", root.GetProperty("state").GetString(), ignoreCase: true);
        Assert.Equal(3, root.GetProperty("bytesProgrammed").GetInt64());
        Assert.Equal(1, root.GetProperty("commands").GetProperty("3").GetInt32());
        Assert.Equal("software", root.GetProperty("resets")[0].GetProperty("cause").GetString(), ignoreCase: true);
        Assert.Equal(12, root.GetProperty("erases").GetArrayLength());
        var last = root.GetProperty("regions")[7];
        Assert.Equal("bootloader", last.GetProperty("name").GetString());
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bench.Flash.Read(0xE0000, 0x20000))),
            last.GetProperty("sha256").GetString());
    });
}
