using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>Reads of code, through which all of memory can be seen.</summary>
public sealed class ReadBackTests
{
    private const long QmlBase = 0x080A0008;
    private const long OldQmlBase = 0x08060008;
    private const long LispBase = 0x080C0008;
    private static readonly byte[] Code = [.. Enumerable.Range(0, 700).Select(i => (byte)(i * 3))];

    private static string Query(string firmware) => $"fw={firmware}&bootloader=present";

    private static SimulatedBoardOptions With(string firmware, bool lisp = false) => SimulatedBoardOptions.Parse(Query(firmware)) with
    {
        Qml = lisp ? default : Code,
        Lisp = lisp ? Code : default,
    };

    [Theory]
    [InlineData("5.03", 118, OldQmlBase)]
    [InlineData("6.00", 118, QmlBase)]
    [InlineData("6.02", 118, QmlBase)]
    [InlineData("6.05", 118, QmlBase)]
    [InlineData("6.06", 118, QmlBase)]
    [InlineData("7.00", 118, QmlBase)]
    [InlineData("7.01", 118, QmlBase)]
    [InlineData("6.00", 130, LispBase)]
    [InlineData("6.05", 130, LispBase)]
    [InlineData("7.00", 130, LispBase)]
    public void Where_code_is_stored_the_alias_the_application_and_the_bootloader_can_be_read(string firmware, byte command, long start) =>
        Bench.On(With(firmware, lisp: command == 130), async (client, bench) =>
        {
            byte[] alias = (await client.Read(command, 16, -start))!;
            byte[] direct = (await client.Read(command, 16, 0x08000000 - start))!;
            Assert.Equal(alias[9..], direct[9..]);
            Assert.Equal([0x00, 0x08, 0x00, 0x20], alias[9..13]);
            Assert.Equal([command, 0, 0, 2, 0xBC, .. RawClient.Int(-start)], alias[..9]);
            byte[] sector = (await client.Read(command, 502, 0xE0000 - start))!;
            Assert.Equal(SimulatedImage.Bootloader()[..502], sector[9..]);
            // Settings directly; the staging sector only where it lies below the code.
            Assert.Equal(bench.Flash.Read(0x4000, 100), (await client.Read(command, 100, 0x08004000 - start))![9..]);
            byte[] staging = [command, .. RawClient.Int(100), .. RawClient.Int(0x08080000 - start)];
            Assert.Equal(start == OldQmlBase, await client.StaysSilent(staging));
        });

    [Theory]
    [InlineData("02097600000010F803FFF8DB3F03", "6.05", false)]
    [InlineData("02097600000010F807FFF807FF03", "5.03", false)]
    [InlineData("02098200000010F801FFF83DD903", "7.00", true)]
    public void The_golden_probes_read_the_bootloader(string frame, string firmware, bool lisp) =>
        Bench.On(With(firmware, lisp), async (client, bench) =>
        {
            await client.SendBytes(Convert.FromHexString(frame));
            Assert.Equal(SimulatedImage.Bootloader()[..16], (await client.Receive())![9..]);
        });

    [Fact]
    public void The_bootloader_cannot_be_read_by_its_own_address() => Bench.On(With("6.05"), async (client, bench) =>
        Assert.True(await client.StaysSilent([118, .. RawClient.Int(16), .. RawClient.Int(0x080E0000 - QmlBase)])));

    [Theory]
    [InlineData(700, 0, false)]
    [InlineData(502, 198, true)]
    [InlineData(502, 199, false)]
    [InlineData(503, 0, false)]
    [InlineData(0, 700, true)]
    [InlineData(1, 700, false)]
    public void A_read_is_refused_by_silence_beyond_the_code_or_502_bytes(int length, int offset, bool answered) =>
        Bench.On(With("6.05"), async (client, bench) =>
        {
            byte[] request = [118, .. RawClient.Int(length), .. RawClient.Int(offset)];
            if (answered)
            {
                Assert.Equal(Code[offset..(offset + length)], (await client.Ask(request))![9..]);
            }
            else
            {
                Assert.True(await client.StaysSilent(request));
            }
        });

    [Theory]
    [InlineData("6.00")]
    [InlineData("7.00")]
    public void Without_code_6_00_and_later_answer_total_0(string firmware) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        Assert.Equal([118, 0, 0, 0, 0, 0, 0, 0, 0], await client.Read(118, 8, -8));
        Assert.Equal([130, 0, 0, 0, 0, 0, 0, 0, 0], await client.Read(130, 8, -8));
        Assert.Equal([118, 0, 0, 0, 0, 0, 0, 0, 0], await client.Read(118, 16, 0xE0000 - QmlBase));
    });

    [Fact]
    public void Without_code_5_03_says_nothing() => Bench.On("fw=5.03", async (client, bench) =>
        Assert.True(await client.StaysSilent([118, .. RawClient.Int(8), .. RawClient.Int(-8)])));

    [Fact]
    public void The_header_can_be_read_at_minus_8_and_its_size_is_the_total() => Bench.On(With("6.05"), async (client, bench) =>
    {
        byte[] reply = (await client.Read(118, 8, -8))!;
        Assert.Equal([0, 0, 2, 0xBC], reply[1..5]);
        Assert.Equal([0, 0, 2, 0xBC], reply[9..13]);
        Assert.Equal([0, 1], reply[15..17]);
    });

    [Theory]
    [InlineData("5.03", OldQmlBase, 7)]
    [InlineData("6.05", QmlBase, 9)]
    [InlineData("7.00", QmlBase, 9)]
    public void Eight_zero_bytes_open_the_path_without_an_erase_and_an_erase_closes_it(string firmware, long start, int sector) =>
        Bench.On(Query(firmware), async (client, bench) =>
        {
            byte[] before = bench.Flash.ToArray();
            await client.SendBytes(Convert.FromHexString("020D790000000000000000000000002F3503"));
            Assert.Equal([121, 1, 0, 0, 0, 0], await client.Receive());
            Assert.Equal(0, bench.Flash.Erases(sector));
            Assert.Equal(SimulatedImage.Bootloader()[..64], (await client.Read(118, 64, 0xE0000 - start))![9..]);
            byte[] header = (await client.Read(118, 8, -8))!;
            Assert.Equal([.. header[..9], .. new byte[8]], header);
            Assert.True(await client.StaysSilent([118, .. RawClient.Int(1), .. RawClient.Int(0)]));
            await client.SendBytes(Convert.FromHexString("020178FF9F03"));
            Assert.Equal([120, 1], await client.Receive());
            Assert.Equal(1, bench.Flash.Erases(sector));
            Assert.Equal(before, bench.Flash.ToArray());
        });

    [Fact]
    public void Eight_zero_bytes_over_stored_code_destroy_its_header() => Bench.On(With("6.05"), async (client, bench) =>
    {
        await client.Ask([121, .. new byte[12]]);
        Assert.Equal([0, 0, 0, 0], (await client.Read(118, 8, -8))![1..5]);
        Assert.Equal(new byte[8], bench.Flash.Read(0xA0000, 8));
    });

    [Fact]
    public void The_zeros_are_refused_while_the_motor_is_held() => Bench.On("motor=held", async (client, bench) =>
    {
        Assert.Equal([121, 0, 0, 0, 0, 0], await client.Ask([121, .. new byte[12]]));
        Assert.True(bench.Flash.IsBlank(0xA0000, 0x20000));
        Assert.Equal([120, 0], await client.Ask(120));
    });

    [Theory]
    [InlineData("6.05", 1)]
    [InlineData("6.06", 0)]
    [InlineData("7.00", 0)]
    public void Since_6_06_an_erase_of_code_whose_first_byte_is_FF_is_skipped_and_acknowledged(string firmware, int erases) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
        {
            bench.Flash.Load(0xA0001, [1, 2, 3]);
            Assert.Equal([120, 1], await client.Ask(120));
            Assert.Equal(erases, bench.Flash.Erases(9));
        });

    [Theory]
    [InlineData("6.05", 0)]
    [InlineData("6.06", 1)]
    public void Erasing_Lisp_takes_the_heap_in_sector_8_along_since_6_06(string firmware, int erases) =>
        Bench.On(With(firmware, lisp: true), async (client, bench) =>
        {
            bench.Flash.Load(0x80000, [1]);
            Assert.Equal([132, 1], await client.Ask(132));
            Assert.Equal(1, bench.Flash.Erases(10));
            Assert.Equal(erases, bench.Flash.Erases(8));
        });

    [Fact]
    public void Lisp_can_be_opened_the_same_way() => Bench.On("bootloader=present", async (client, bench) =>
    {
        await client.SendBytes(Convert.FromHexString("020D830000000000000000000000007A0503"));
        Assert.Equal([131, 1, 0, 0, 0, 0], await client.Receive());
        Assert.Equal(SimulatedImage.Bootloader()[..64], (await client.Read(130, 64, 0xE0000 - LispBase))![9..]);
    });

    [Theory]
    [InlineData("5.03", ResetCause.Watchdog)]
    [InlineData("6.05", ResetCause.Watchdog)]
    [InlineData("6.06", ResetCause.Fault)]
    [InlineData("7.00", ResetCause.Fault)]
    public void A_read_of_an_unmapped_address_or_a_negative_length_resets_the_board(string firmware, ResetCause cause)
    {
        foreach (long[] arguments in (long[][])[[16, 0x10], [-1, 0], [-300, -8]])
        {
            Bench.On(With(firmware), async (client, bench) =>
            {
                long start = firmware == "5.03" ? OldQmlBase : QmlBase;
                long offset = arguments[1] == 0x10 ? 0x00200000 - start : arguments[1];
                Assert.Null(await client.Read(118, arguments[0], offset));
                Assert.NotNull(client.LostBecause);
                Assert.Equal(cause, Assert.Single(bench.Board.Report().Resets).Cause);
                Assert.InRange(bench.Board.Report().Resets[0].Seconds, 0, 0.05);
                Assert.Single(bench.Board.Report().Violations);
                var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
                Assert.NotNull(await again.Ask(0));
            });
        }
    }

    [Fact]
    public void A_closed_read_path_is_silent_where_the_offset_is_negative() =>
        Bench.On(With("7.00") with { ClosedReadPath = true }, async (client, bench) =>
        {
            Assert.True(await client.StaysSilent([118, .. RawClient.Int(8), .. RawClient.Int(-8)]));
            Assert.Equal(Code[..8], (await client.Read(118, 8, 0))![9..]);
        });

    [Fact]
    public void Compiled_in_QML_has_no_header_before_it_and_far_reads_from_it_reset_the_board() =>
        Bench.On("qmlapp=compiled", async (client, bench) =>
        {
            byte[] probe = (await client.Read(118, 8, -8))!;
            Assert.NotEqual(probe[1..5], probe[9..13]);
            Assert.Null(await client.Read(118, 16, -QmlBase));
            Assert.NotEmpty(bench.Board.Report().Resets);
        });

    [Fact]
    public void A_stale_cache_shows_old_bytes_until_a_kilobyte_was_read_elsewhere() =>
        Bench.On(With("6.05") with { StaleCache = true, Bootloader = default }, async (client, bench) =>
        {
            const long sector = 0xE0000 - QmlBase;
            Assert.All((await client.Read(118, 64, sector))![9..], b => Assert.Equal(0xFF, b));
            await client.Write(0x60000, new byte[64]);
            Assert.All((await client.Read(118, 64, sector))![9..], b => Assert.Equal(0xFF, b));
            await client.Read(118, 502, -QmlBase);
            await client.Read(118, 502, 0x1000 - QmlBase);
            await client.Read(118, 502, 0x2000 - QmlBase);
            Assert.All((await client.Read(118, 64, sector))![9..], b => Assert.Equal(0, b));
        });

    [Fact]
    public void The_whole_sector_is_read_in_265_requests_of_a_millisecond_each_or_a_third_of_that_with_three_under_way()
    {
        Bench.On(With("7.00"), async (client, bench) =>
        {
            double one = await bench.Seconds(async () =>
            {
                for (int at = 0; at < 0x20000; at += 496)
                {
                    Assert.NotNull(await client.Read(118, Math.Min(496, 0x20000 - at), 0xE0000 + at - QmlBase));
                }
            });
            Assert.Equal(0.265, one, 2);
            double three = await bench.Seconds(async () =>
            {
                for (int at = 0; at < 0x20000; at += 3 * 496)
                {
                    for (int i = 0; i < 3; i++)
                    {
                        await client.Send([118, .. RawClient.Int(128), .. RawClient.Int(0xE0000 + at - QmlBase)]);
                    }

                    for (int i = 0; i < 3; i++)
                    {
                        Assert.NotNull(await client.Receive());
                    }
                }
            });
            Assert.InRange(three, 0.08, 0.14);
        });
    }
}
