using System.Diagnostics;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>A staged image, the jump, and what the bootloader makes of it.</summary>
public sealed class UpgradeTests
{
    private static readonly byte[] Target = SimulatedImage.Firmware("7.00", "60_MK6");
    private static readonly byte[] OldTarget = SimulatedImage.Firmware("5.03", "60_MK6");

    private static SimulatedBoardOptions Ready(byte[] staged, bool unpacks = true, string firmware = "6.05") => new()
    {
        Firmware = firmware,
        Bootloader = SimulatedImage.Bootloader(unpacks),
        Staging = staged,
    };

    private static void JumpWith(SimulatedBoardOptions options,
        Func<Bench, double, Task> test) => Bench.On(options, async (client, bench) =>
    {
        await client.Send(1);
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.NotNull(await again.Ask(0));
        await test(bench, time.TotalSeconds);
    });

    private static byte[] WithHeader(byte[] staged, int index, byte value)
    {
        byte[] changed = [.. staged];
        changed[index] = value;
        return changed;
    }

    [Theory]
    [InlineData("6161616161616161616161", "6161616161616161616161")]
    [InlineData("61616161616161616161", "b0800080")]
    public void The_heatshrink_streams_of_the_facts_are_understood(string plain, string packed) =>
        Assert.Equal(Convert.FromHexString(plain), plain == packed
            ? HeatshrinkUnpacker.Unpack(HeatshrinkPacker.Pack(Convert.FromHexString(plain)))
            : HeatshrinkUnpacker.Unpack(Convert.FromHexString(packed)));

    [Theory]
    [InlineData("61626361626361626361626358595a616263", "b0d8ac600122b159ad000a20")]
    [InlineData("41", "a080")]
    public void More_heatshrink_streams_of_the_facts(string plain, string packed) =>
        Assert.Equal(Convert.FromHexString(plain), HeatshrinkUnpacker.Unpack(Convert.FromHexString(packed)));

    [Fact]
    public void The_long_heatshrink_stream_of_the_facts()
    {
        byte[] run = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];
        byte[] packed = Convert.FromHexString(
            "804060503824160d0784426150b864361d0f8844625138a4562d178c466351b8e4763d1f904864523924964d27009fe0139ffe0007c000f80004");
        Assert.Equal([.. run, .. run, .. Enumerable.Repeat((byte)0xFF, 70)], HeatshrinkUnpacker.Unpack(packed));
    }

    [Fact]
    public void A_packed_image_of_524280_bytes_has_the_size_of_a_real_one_and_unpacks_to_itself()
    {
        byte[] staged = SimulatedImage.Staged(Target, packed: true);
        Assert.InRange(staged.Length, 333_000, 352_000);
        Assert.Equal(0xCC, staged[0]);
        Assert.Equal(Target, HeatshrinkUnpacker.Unpack(staged.AsSpan(6)));
    }

    [Fact]
    public void A_whole_upgrade_to_7_00_by_commands_ends_with_the_new_firmware_running()
    {
        byte[] staged = SimulatedImage.Staged(Target, packed: true);
        Bench.On("fw=6.05&bootloader=present", async (client, bench) =>
        {
            Assert.Equal([2, 1], await client.Ask([2, .. RawClient.Int(staged.Length)]));
            for (int at = 0; at < staged.Length; at += 384)
            {
                byte[] reply = (await client.Write(at, staged[at..Math.Min(at + 384, staged.Length)]))!;
                Assert.Equal(1, reply[1]);
            }

            await client.Send(1);
            var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.InRange(time.TotalSeconds, 15, 17);
            Assert.Equal([0, 7, 0], (await again.Ask(0))![..3]);
            var report = bench.Board.Report();
            Assert.Equal([BootloaderResult.Written], report.BootloaderResults);
            Assert.Equal([ResetCause.WindowWatchdog, ResetCause.Software], report.Resets.Select(reset => reset.Cause));
            Assert.Equal("7.00", report.Firmware);
        });
    }

    [Fact]
    public void The_new_firmware_is_in_flash_byte_for_byte_but_for_its_check_words_and_the_settings() =>
        JumpWith(Ready(SimulatedImage.Staged(Target, packed: true)), (bench, _) =>
        {
            byte[] flash = bench.Flash.Read(0, Target.Length);
            Assert.Equal(Target[..0x4000], flash[..0x4000]);
            Assert.Equal(Target[0xC000..^8], flash[0xC000..^8]);
            Assert.NotEqual(Target[^8..], flash[^8..]);
            Assert.Equal([1, 2, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0], bench.Board.Report().Erases);
            // What is the same as any 7.00's is held once for all boards.
            Assert.True(bench.Flash.IsSharedWith(5, SimulatedImage.Installed(FirmwareProfiles.Named("7.00"), "60_MK6")));
            // Staging stays as it was.
            Assert.Equal(SimulatedImage.Staged(Target, packed: true)[..1000], bench.Flash.Read(0x80000, 1000));
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_bootloader_takes_a_plain_image_and_erases_only_what_it_reaches(bool unpacks) =>
        JumpWith(Ready(SimulatedImage.Staged(OldTarget, packed: false), unpacks, "4.02"), (bench, _) =>
        {
            Assert.Equal("5.03", bench.Board.Identity!.Firmware.Name);
            // 393208 bytes end in sector 6; sector 7 is left alone. Settings are erased by the bootloader.
            Assert.Equal([1, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0], bench.Board.Report().Erases);
            return Task.CompletedTask;
        });

    [Fact]
    public void An_old_bootloader_given_a_packed_image_does_nothing() =>
        JumpWith(Ready(SimulatedImage.Staged(Target, packed: true), unpacks: false), (bench, seconds) =>
        {
            Assert.Equal([BootloaderResult.BadLength], bench.Board.Report().BootloaderResults);
            Assert.Equal("6.05", bench.Board.Identity!.Firmware.Name);
            Assert.All(bench.Board.Report().Erases, erases => Assert.Equal(0, erases));
            Assert.InRange(seconds, 1.9, 2.2);
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData(0, 0x01, BootloaderResult.BadLength)]
    [InlineData(4, 0x00, BootloaderResult.BadCrc)]
    [InlineData(1000, 0x01, BootloaderResult.BadCrc)]
    public void A_bad_length_or_a_bad_CRC_leaves_the_application_untouched(int index, byte value, BootloaderResult result) =>
        JumpWith(Ready(WithHeader(SimulatedImage.Staged(OldTarget, packed: false), index, value), firmware: "4.02"), (bench, _) =>
        {
            Assert.Equal([result], bench.Board.Report().BootloaderResults);
            Assert.Equal("4.02", bench.Board.Identity!.Firmware.Name);
            Assert.All(bench.Board.Report().Erases, erases => Assert.Equal(0, erases));
            return Task.CompletedTask;
        });

    [Fact]
    public void Four_zero_bytes_make_a_staged_image_harmless() =>
        Bench.On(Ready(SimulatedImage.Staged(Target, packed: true)), async (client, bench) =>
    {
        Assert.Equal(1, (await client.Write(0, 0, 0, 0, 0))![1]);
        await client.Send(1);
        await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal([BootloaderResult.NoLength], bench.Board.Report().BootloaderResults);
        Assert.Equal("6.05", bench.Board.Identity!.Firmware.Name);
    });

    [Theory]
    [InlineData("blank", -1, "red 3")]
    [InlineData("no length", -2, "red 4")]
    [InlineData("bad CRC", -3, "red 5")]
    [InlineData("whole", 9, "green 3")]
    public void A_build_with_LEDs_reports_its_result_by_code_and_blinks_and_the_generic_one_by_code_alone(string staged, int code,
        string blinks)
    {
        byte[] image = SimulatedImage.Staged(OldTarget, packed: false);
        byte[] bytes = staged switch
        {
            "blank" => [],
            "no length" => [0, 0, 0, 0, 0, 0],
            "bad CRC" => WithHeader(image, 4, (byte)(image[4] ^ 1)),
            _ => image,
        };
        foreach (bool leds in (bool[])[true, false])
        {
            JumpWith(Ready(bytes, firmware: "4.02") with { Bootloader = SimulatedImage.Bootloader(blinks: leds) }, (bench, _) =>
            {
                var exit = Assert.Single(bench.Board.Report().BootloaderExits);
                Assert.Equal((code, leds ? blinks : null), (exit.Code, exit.Blinks));
                return Task.CompletedTask;
            });
        }
    }

    [Theory]
    [InlineData(393_216, BootloaderResult.BadCrc)]
    [InlineData(393_217, BootloaderResult.BadLength)]
    public void Lengths_up_to_393216_are_looked_at(int length, BootloaderResult result) =>
        JumpWith(Ready([.. RawClient.Int(length), 0x12, 0x34, 1, 2, 3]), (bench, _) =>
        {
            Assert.Equal([result], bench.Board.Report().BootloaderResults);
            return Task.CompletedTask;
        });

    [Fact]
    public void An_image_that_is_no_firmware_bricks_the_board()
    {
        byte[] text = [.. Enumerable.Repeat("no firmware. "u8.ToArray(), 1000).SelectMany(line => line)];
        Bench.On(Ready(SimulatedImage.Staged(text, packed: false)), async (client, bench) =>
        {
            await client.Send(1);
            await Task.Delay(TimeSpan.FromMinutes(5), bench.Clock);
            Assert.Equal(BoardState.Bricked, bench.Board.State);
            Assert.False(bench.Board.IsPortThere);
            Assert.Equal([BootloaderResult.Written], bench.Board.Report().BootloaderResults);
        });
    }

    [Fact]
    public void An_image_of_other_hardware_is_flashed_without_a_question() =>
        JumpWith(Ready(SimulatedImage.Staged(SimulatedImage.Firmware("7.00", "100_250"), packed: true)), (bench, _) =>
        {
            Assert.Equal("100_250", bench.Board.Identity!.Hardware);
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("at copy byte 0: cut power for 1s")]
    [InlineData("at copy byte 200000: cut power for 1s")]
    [InlineData("at copy byte 524279: cut power for 1s")]
    [InlineData("at copy erase 0: cut power for 1s")]
    [InlineData("at copy erase 7: cut power for 1s")]
    [InlineData("at time 5s: cut power for 1s")]
    public void A_power_cut_while_the_bootloader_works_bricks_the_board(string line)
    {
        var options = Ready(SimulatedImage.Staged(Target, packed: true)) with { Faults = FaultScript.Parse(line) };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            await Task.Delay(TimeSpan.FromMinutes(1), bench.Clock);
            // The last byte of an image is its check word: without it the image is whole.
            bool whole = line.Contains("524279", StringComparison.Ordinal);
            Assert.Equal(whole ? BoardState.Running : BoardState.Bricked, bench.Board.State);
            Assert.Contains(BootloaderResult.Interrupted, bench.Board.Report().BootloaderResults);
        });
    }

    [Fact]
    public void A_power_cut_in_the_copy_leaves_exactly_the_bytes_before_it()
    {
        var options = Ready(SimulatedImage.Staged(Target,
            packed: true)) with
        { Faults = FaultScript.Parse("at copy byte 200001: cut power") };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            await Task.Delay(TimeSpan.FromMinutes(1), bench.Clock);
            Assert.Equal(BoardState.Off, bench.Board.State);
            Assert.Equal(Target[..200_001], bench.Flash.Read(0, 200_001));
            Assert.True(bench.Flash.IsBlank(200_001, 0x80000 - 200_001));
        });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_flash_error_is_tried_again_up_to_five_times(int errors, bool bricked)
    {
        string script = string.Concat(Enumerable.Repeat("at copy byte 150000: refuse\n", errors));
        var options = Ready(SimulatedImage.Staged(OldTarget, packed: false), firmware: "4.02") with { Faults = FaultScript.Parse(script) };
        // So many erases take longer than the watchdog waits; here it is the errors that count.
        options = options with { Timing = BoardTiming.Off };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            await Task.Delay(TimeSpan.FromMinutes(1), bench.Clock);
            Assert.Equal(bricked ? BoardState.Bricked : BoardState.Running, bench.Board.State);
            var expected = Enumerable.Repeat(BootloaderResult.FlashError, errors).Concat(bricked ? [] : [BootloaderResult.Written]);
            Assert.Equal(expected, bench.Board.Report().BootloaderResults);
        });
    }

    [Fact]
    public void The_watchdog_cuts_a_copy_that_takes_longer_than_it_waits()
    {
        // The data sheet's longest times for every byte: the facts call it theoretical.
        var options = Ready(SimulatedImage.Staged(Target, packed: true)) with { Timing = BoardTiming.Worst };
        Bench.On(options, async (client, bench) =>
        {
            await client.Send(1);
            await Task.Delay(TimeSpan.FromMinutes(2), bench.Clock);
            Assert.Equal(BoardState.Bricked, bench.Board.State);
            Assert.Equal(ResetCause.Watchdog, bench.Board.Report().Resets[0].Cause);
        });
    }

    [Fact]
    public void The_short_watchdog_of_3_49_cuts_a_copy_of_512_KiB_and_not_one_of_384()
    {
        foreach (var (staged, state) in new[]
        {
            (SimulatedImage.Staged(Target, packed: true), BoardState.Bricked),
            (SimulatedImage.Staged(OldTarget, packed: false), BoardState.Running),
        })
        {
            Bench.On(Ready(staged, firmware: "3.49"), async (client, bench) =>
            {
                await client.Send(1);
                await Task.Delay(TimeSpan.FromMinutes(1), bench.Clock);
                Assert.Equal(state, bench.Board.State);
            });
        }
    }

    [Fact]
    public void Settings_are_lost_in_an_upgrade_and_kept_over_a_reboot()
    {
        Bench.On(Ready(SimulatedImage.Staged(Target, packed: true)), async (client, bench) =>
        {
            byte[] factory = (await client.Ask(14))!;
            byte[] changed = [13, .. factory[1..]];
            changed[100] ^= 0xFF;
            Assert.Equal([13], await client.Ask(changed));
            await client.Send(29);
            var (second, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            // After these come the current offsets, which are measured at each start.
            Assert.Equal(changed[1..270], (await second.Ask(14))![1..270]);
            await second.Send(1);
            var (third, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            byte[] fresh = (await third.Ask(14))!;
            Assert.NotEqual(changed[1..5], fresh[1..5]);
            Assert.Contains("wrong signature", System.Text.Encoding.ASCII.GetString((await third.Ask(changed))!), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Real_images_are_known_by_whoever_has_a_catalogue()
    {
        byte[] real = new byte[393_208];
        real.AsSpan().Fill(0x5A);
        real.AsSpan(0x4000, 0x8000).Fill(0xFF);
        real.AsSpan(real.Length - 8).Fill(0xFF);
        var options = Ready(SimulatedImage.Staged(real, packed: false)) with
        {
            KnownFirmware = image => image.Span.SequenceEqual(real) ? ("5.03", "410") : null,
        };
        JumpWith(options, (bench, _) =>
        {
            Assert.Equal("410", bench.Board.Identity!.Hardware);
            Assert.Equal("5.03", bench.Board.Identity.Firmware.Name);
            return Task.CompletedTask;
        });
    }
}
