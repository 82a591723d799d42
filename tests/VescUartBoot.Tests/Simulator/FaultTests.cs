using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>Faults by probability, position and command, and the script that a person writes.</summary>
public sealed class FaultTests
{
    private static readonly byte[] Data = [.. Enumerable.Range(0, 384).Select(i => (byte)i)];

    private static SimulatedBoardOptions With(string script, string query = "") =>
        SimulatedBoardOptions.Parse(query) with { Faults = FaultScript.Parse(script) };

    private static byte[] WriteRequest(int index) => [3, .. RawClient.Int(0x60000 + (index * 384)), .. Data];

    [Fact]
    public void The_reply_to_the_second_write_is_lost_and_the_write_is_done() =>
        Bench.On(With("at reply to write 2: lose"), async (client, bench) =>
    {
        Assert.NotNull(await client.Ask(WriteRequest(0)));
        Assert.Null(await client.Ask(WriteRequest(1)));
        Assert.Equal(Data, bench.Flash.Read(0xE0180, 384));
        Assert.NotNull(await client.Ask(WriteRequest(1)));
        Assert.Equal(1, bench.Board.Report().FaultsStruck);
    });

    [Fact]
    public void An_erase_and_a_write_may_say_ok_and_leave_bits_as_they_were() =>
        Bench.On(With("at write 2: neglect 0.01\nat erase 1: neglect 1"), async (client, bench) =>
        {
            Assert.Equal(1, (await client.Ask(WriteRequest(0)))![1]);
            Assert.Equal(1, (await client.Ask(73))![1]);
            Assert.Equal(Data, bench.Flash.Read(0xE0000, 384));
            Assert.Equal(1, (await client.Ask(73))![1]);
            Assert.Equal(1, (await client.Ask(WriteRequest(0)))![1]);
            byte[] written = bench.Flash.Read(0xE0000, 384);
            Assert.NotEqual(Data, written);
            Assert.All(written.Zip(Data), pair => Assert.Equal(pair.Second, pair.First & pair.Second));
        });

    [Fact]
    public void A_package_stores_its_data_in_the_middle_of_a_write() =>
        Bench.On(With("at write 1: package 0x4000 C0FFEE", "fw=6.06"), async (client, bench) =>
        {
            Assert.Equal(1, (await client.Ask(WriteRequest(0)))![1]);
            Assert.Equal([0xC0, 0xFF, 0xEE, 0xFF], bench.Flash.Read(0xE4000, 4));
        });

    [Fact]
    public void A_write_of_no_data_does_not_count_as_a_write() => Bench.On(With("at write 1: refuse"), async (client, bench) =>
    {
        Assert.Equal(1, (await client.Write(0x60000))![1]);
        Assert.Equal(0, (await client.Ask(WriteRequest(0)))![1]);
        Assert.Equal(1, (await client.Ask(WriteRequest(0)))![1]);
    });

    [Fact]
    public void A_request_can_be_lost_flipped_doubled_and_late()
    {
        Bench.On(With("at request 1: lose"), async (client, bench) =>
        {
            Assert.Null(await client.Ask(0));
            Assert.NotNull(await client.Ask(0));
        });
        Bench.On(With("at write 1 byte 200: flip 0x40"), async (client, bench) =>
        {
            Assert.Null(await client.Ask(WriteRequest(0)));
            Assert.True(bench.Flash.IsBlank(0xE0000, 384));
        });
        Bench.On(With("at erase 1: double"), async (client, bench) =>
        {
            Assert.NotNull(await client.Ask(73));
            Assert.NotNull(await client.Receive());
            Assert.Equal(2, bench.Flash.Erases(11));
        });
        Bench.On(With("at request 1: delay 250ms"), async (client, bench) =>
            Assert.Equal(0.251, await bench.Seconds(async () => await client.Ask(0)), 3));
    }

    [Fact]
    public void A_reply_can_be_flipped_doubled_late_cut_and_preceded_by_noise()
    {
        byte[] clean = [];
        Bench.On("", async (client, bench) =>
        {
            await client.Ask(0);
            clean = [.. client.Stream];
        });

        byte[] Stream(string script)
        {
            byte[] stream = [];
            Bench.On(With(script), async (client, bench) =>
            {
                try
                {
                    await client.Ask(0);
                    await client.Receive(0.1);
                }
                catch (InvalidDataException)
                {
                    // The damaged frame.
                }

                stream = [.. client.Stream];
            });
            return stream;
        }

        byte[] flipped = [.. clean];
        flipped[3] ^= 0x40;
        Assert.Equal([.. clean, .. clean], Stream("at reply 1: double"));
        Assert.Equal(clean[..5], Stream("at reply 1: truncate 5"));
        Assert.Equal(clean, Stream("at reply 2: lose"));
        Bench.On(With("at reply 1: delay 2s"), async (client, bench) =>
            Assert.Equal(2.0, await bench.Seconds(async () => await client.Ask(0)), 2));
        var injector = new FaultInjector(FaultScript.Parse("at reply 1 byte 3: flip 0x40\nat reply 2: insert 0302"), 1);
        Assert.Equal(flipped, injector.ToHost(clean, clean.AsSpan(2, 35))[0].Bytes);
        Assert.Equal([3, 2, .. clean], injector.ToHost(clean, clean.AsSpan(2, 35))[0].Bytes);
    }

    [Fact]
    public void A_late_reply_holds_up_those_behind_it_and_order_stays() => Bench.On(With("at reply 1: delay 1s"), async (client, bench) =>
    {
        await client.Send(0);
        await client.Send([50, .. RawClient.Int(128)]);
        Assert.Equal(0, (await client.Receive())![0]);
        Assert.Equal(50, (await client.Receive(0.01))![0]);
    });

    [Fact]
    public void The_cable_is_pulled_at_the_seventh_write_for_two_seconds() =>
        Bench.On(With("at write 7: pull cable for 2s"), async (client, bench) =>
    {
        for (int i = 0; i < 6; i++)
        {
            Assert.NotNull(await client.Ask(WriteRequest(i)));
        }

        Assert.Null(await client.Ask(WriteRequest(6)));
        Assert.NotNull(client.LostBecause);
        var (again, time) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(2, time.TotalSeconds, 0.06);
        // The board has power of its own and finished that write.
        Assert.Equal(Data, bench.Flash.Read(0xE0000 + (6 * 384), 384));
        Assert.NotNull(await again.Ask(0));
    });

    [Fact]
    public void The_cable_is_pulled_after_a_number_of_bytes() =>
        Bench.On(With("at byte 50 in: pull cable for 1s\nat byte 10 out: pull cable for 1s"), async (client, bench) =>
    {
        Assert.Null(await client.Ask(WriteRequest(0)));
        Assert.NotNull(client.LostBecause);
        Assert.True(bench.Flash.IsBlank(0xE0000, 384));
        var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Null(await again.Ask(0));
        Assert.NotNull(again.LostBecause);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(383)]
    public void A_power_cut_at_a_byte_of_a_write_leaves_exactly_the_bytes_before_it(int count) =>
        Bench.On(With($"at write 1 byte {count}: cut power for 1s"), async (client, bench) =>
        {
            Assert.Null(await client.Ask(WriteRequest(0)));
            Assert.Equal(Data[..count], bench.Flash.Read(0xE0000, count));
            Assert.True(bench.Flash.IsBlank(0xE0000 + Math.Max(count, 1), 384));
            var (again, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.NotNull(await again.Ask(0));
        });

    [Fact]
    public void A_power_cut_by_time_leaves_the_bytes_that_were_done() => Bench.On("", async (client, bench) =>
    {
        await client.Send(WriteRequest(0));
        await Task.Delay(TimeSpan.FromMilliseconds(2), bench.Clock);
        bench.Board.Suffer(new CutPower(null));
        // Half a millisecond on the way, then 16 µs a byte.
        Assert.Equal(Data[..93], bench.Flash.Read(0xE0000, 93));
        Assert.True(bench.Flash.IsBlank(0xE0000 + 93, 300));
    });

    [Fact]
    public void A_power_cut_in_an_erase_leaves_a_share_of_the_bits_the_same_for_the_same_seed()
    {
        byte[] Left(int seed)
        {
            byte[] left = [];
            Bench.On(With("at erase 1 byte 65536: cut power for 1s", $"bootloader=present&seed={seed}"), async (client, bench) =>
            {
                Assert.Null(await client.Ask(73));
                left = bench.Flash.Read(0xE0000, 0x20000);
            });
            return left;
        }

        byte[] image = SimulatedImage.Bootloader();
        byte[] first = Left(1);
        Assert.Equal(first, Left(1));
        Assert.NotEqual(first, Left(2));
        Assert.NotEqual(image, first[..image.Length]);
        Assert.True(first.AsSpan(0, image.Length).ContainsAnyExcept((byte)0xFF));
        Assert.All(Enumerable.Range(0, image.Length), i => Assert.Equal(image[i], (byte)(image[i] & first[i])));
    }

    [Fact]
    public void Losses_flips_and_doublings_by_chance_are_the_same_for_the_same_seed()
    {
        string Run(int seed)
        {
            string result = "";
            Bench.On($"loss=0.01&flip=0.01&double=0.01&seed={seed}", async (client, bench) =>
            {
                for (int i = 0; i < 200; i++)
                {
                    await client.SendBytes([.. new byte[520], .. RawClient.Frame([50, .. RawClient.Int(i)])]);
                    await Task.Delay(TimeSpan.FromSeconds(1), bench.Clock);
                }

                result = Convert.ToHexString([.. client.Stream]);
            }, ignoreBadFrames: true);
            return result;
        }

        string first = Run(3);
        Assert.Equal(first, Run(3));
        Assert.NotEqual(first, Run(4));
        Assert.InRange(first.Length / 2, 500, 5000);
    }

    [Fact]
    public void A_chance_strikes_about_as_often_as_it_says()
    {
        var injector = new FaultInjector([Fault.LoseBytes(FaultDirection.ToBoard, 0.1)], 1);
        int left = Enumerable.Range(0, 100).Sum(_ => injector.ToBoard(new byte[100]).Sum(piece => piece.Bytes.Length));
        Assert.InRange(left, 8800, 9200);
    }

    [Fact]
    public void What_happens_to_the_board_at_a_time_happens_then()
    {
        const string script = """
            # a bad day
            at time 1s: voltage 7.5
            at time 1s: fault 9
            at time 1s: hold motor at 1200
            at time 2s: print hello
            at time 3s: send 160102
            at time 4s: reset
            """;
        Bench.On(With(script), async (client, bench) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), bench.Clock);
            byte[] values = (await client.Ask([50, .. RawClient.Int(0x8180)]))!;
            Assert.Equal([.. RawClient.Int(1200), 0, 75, 9], values[5..]);
            Assert.Equal([21, .. "hello"u8], await client.Receive());
            Assert.Equal([0x16, 1, 2], await client.Receive());
            Assert.Null(await client.Receive());
            Assert.Equal(ResetCause.Pin, Assert.Single(bench.Board.Report().Resets).Cause);
            Assert.Equal(6, bench.Board.Report().FaultsStruck);
        });
    }

    [Theory]
    [InlineData("at write 7: pull cable for 2s")]
    [InlineData("at reply 12 byte 3: flip 0x40")]
    [InlineData("at erase 1: refuse")]
    [InlineData("at command 0x79 2: refuse")]
    [InlineData("at reply to command 73 1: double")]
    [InlineData("at read every: delay 20us")]
    [InlineData("at command 121 1 byte 4: cut power")]
    [InlineData("with chance 0.01 reply: lose")]
    [InlineData("with chance 0.001 byte in: flip")]
    [InlineData("with chance 0.1 reply to write: truncate 3")]
    [InlineData("at copy erase 3: cut power for 500ms")]
    public void Lines_that_a_person_writes_are_understood(string line) => Assert.Single(FaultScript.Parse($"\n# comment\n  {line}  \n"));

    [Theory]
    [InlineData("at write seven: refuse")]
    [InlineData("at write 7")]
    [InlineData("at reply 1: refuse")]
    [InlineData("at time 1s: lose")]
    [InlineData("at byte 3 in: refuse")]
    [InlineData("at write 1: explode")]
    [InlineData("at write 1: pull cable for ever")]
    [InlineData("with chance 7 reply: lose")]
    [InlineData("at copy byte 5: lose")]
    [InlineData("at read 1 byte 10: cut power")]
    [InlineData("at request 1 byte 10: cut power")]
    [InlineData("at reply 1 byte 10: cut power")]
    public void A_line_that_means_nothing_is_named(string line)
    {
        var error = Assert.Throws<SimulatorException>(() => FaultScript.Parse($"at write 1: refuse\n{line}"));
        Assert.StartsWith($"Line 2 of the script: \"{line}\"", error.Message, StringComparison.Ordinal);
    }
}
