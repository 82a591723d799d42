using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Wire;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The receivers and the sender of the boards, byte for byte.</summary>
public sealed class FramingTests
{
    private static readonly byte[] FwVersion = RawClient.Frame(0);

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    /// <summary>Feeds bytes and gives the payloads that a receiver finds.</summary>
    private static List<byte[]> Feed(IDeviceReceiver receiver, params byte[][] parts)
    {
        var found = new List<byte[]>();
        foreach (byte value in parts.SelectMany(part => part))
        {
            receiver.Append(value, TimeSpan.Zero);
            while (receiver.TryTake(out var frame))
            {
                found.Add(frame.Payload.ToArray());
            }
        }

        return found;
    }

    private static ResynchronisingReceiver New() => new(512, null);

    private static StateMachineReceiver Old() => new(1024, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("313233343536373839", 0x31C3)]
    [InlineData("00", 0x0000)]
    [InlineData("0000000000", 0x0000)]
    [InlineData("01", 0x1021)]
    [InlineData("49", 0xD9ED)]
    public void The_CRC_is_XMODEM_over_the_payload(string payload, int crc) =>
        Assert.Equal(crc, VescUartBoot.Simulator.Wire.Crc16.Of(Convert.FromHexString(payload)));

    [Theory]
    [InlineData("020100000003", "00")]
    [InlineData("020101102103", "01")]
    [InlineData("02050200060000F62303", "0200060000")]
    [InlineData("0203222A00018B03", "222A00")]
    [InlineData("02097600000190F803FFF8BC4F03", "7600000190F803FFF8")]
    [InlineData("020D790000000000000000000000002F3503", "79000000000000000000000000")]
    public void Golden_frames_are_understood(string frame, string payload)
    {
        Assert.Equal(payload, Convert.ToHexString(Assert.Single(Feed(New(), Convert.FromHexString(frame)))));
        Assert.Equal(payload, Convert.ToHexString(Assert.Single(Feed(Old(), Convert.FromHexString(frame)))));
    }

    [Fact]
    public void Half_a_write_swallows_a_short_command_for_ever()
    {
        var receiver = New();
        byte[] write = RawClient.Frame(Pattern(389));
        Assert.Empty(Feed(receiver, write[..200], FwVersion));
        Assert.Equal(206, receiver.Pending);
    }

    [Fact]
    public void After_half_a_write_the_whole_write_and_what_follows_are_found()
    {
        byte[] write = RawClient.Frame(Pattern(389));
        Assert.Equal([Pattern(389), [0]], Feed(New(), write[..200], write, FwVersion));
    }

    [Fact]
    public void Zeros_flush_half_a_write() =>
        Assert.Equal([[0]], Feed(New(), RawClient.Frame(Pattern(389))[..200], new byte[512], FwVersion));

    [Fact]
    public void A_stray_long_start_waits_and_520_zeros_end_the_wait()
    {
        Assert.Empty(Feed(New(), [3, 1], FwVersion));
        Assert.Equal([[0]], Feed(New(), [3, 1], new byte[520], FwVersion));
    }

    [Theory]
    [InlineData("02010000FF03")]
    [InlineData("020100000004")]
    [InlineData("0200")]
    public void A_bad_frame_costs_nothing_that_follows_it(string bad) =>
        Assert.Equal([[0]], Feed(New(), Convert.FromHexString(bad), FwVersion));

    [Fact]
    public void A_good_frame_inside_a_broken_one_is_found()
    {
        byte[] inner = RawClient.Frame(73);
        byte[] outer = RawClient.Frame([9, .. inner, 9]);
        outer[^2] ^= 1;
        Assert.Equal([[73]], Feed(New(), outer));
    }

    [Fact]
    public void The_long_form_is_taken_from_255_and_refused_at_254()
    {
        byte[] whole = RawClient.Frame(Pattern(255));
        byte[] longForm = [3, 0, .. whole[1..]];
        Assert.Equal([Pattern(255)], Feed(New(), longForm));
        whole = RawClient.Frame(Pattern(254));
        Assert.DoesNotContain(Feed(New(), [3, 0, .. whole[1..]]), payload => payload.Length == 254);
    }

    [Theory]
    [InlineData(512, 1)]
    [InlineData(513, 0)]
    public void Payloads_of_512_bytes_are_the_longest_since_3_48(int length, int found) =>
        Assert.Equal(found, Feed(New(), RawClient.Frame(Pattern(length))).Count(payload => payload.Length == length));

    [Theory]
    [InlineData(1024, 1)]
    [InlineData(1025, 0)]
    public void Payloads_of_1024_bytes_are_the_longest_up_to_3_40(int length, int found) =>
        Assert.Equal(found, Feed(Old(), RawClient.Frame(Pattern(length))).Count(payload => payload.Length == length));

    [Fact]
    public void The_old_receiver_takes_short_payloads_in_the_long_form() =>
        Assert.Equal([[0]], Feed(Old(), [3, 0, .. FwVersion[1..]]));

    [Fact]
    public void The_old_receiver_loses_a_frame_that_a_broken_one_swallowed()
    {
        byte[] broken = [2, 10, 9, 9, 9, 9];
        Assert.Empty(Feed(Old(), broken, FwVersion));
        Assert.Equal([[0]], Feed(Old(), broken, FwVersion, [0, 0, 0], FwVersion));
    }

    [Fact]
    public void The_old_receiver_is_flushed_by_1030_zeros() =>
        Assert.Equal([[0]], Feed(Old(), [3, 4, 0], new byte[1030], FwVersion));

    [Theory]
    [InlineData("3.40", 0.9, false)]
    [InlineData("3.40", 1.1, true)]
    [InlineData("3.48", 1.1, true)]
    [InlineData("5.02", 0.9, false)]
    [InlineData("5.02", 1.1, true)]
    [InlineData("5.03", 3600, false)]
    [InlineData("7.00", 3600, false)]
    public void A_half_frame_is_forgotten_after_a_second_up_to_5_02_and_never_later(string firmware, double seconds, bool answered) =>
        Bench.On($"fw={firmware}&timing=off", async (client, bench) =>
        {
            await client.SendBytes(2, 100, 7);
            await Task.Delay(TimeSpan.FromSeconds(seconds), bench.Clock);
            Assert.Equal(answered, await client.Ask(0) is not null);
        });

    [Fact]
    public void A_board_is_silent_on_every_bad_frame() => Bench.On("", async (client, bench) =>
    {
        byte[] bad = RawClient.Frame(73);
        bad[3] ^= 0x10;
        await client.SendBytes(bad);
        await Task.Delay(TimeSpan.FromSeconds(5), bench.Clock);
        Assert.Empty(client.Stream);
        Assert.NotNull(await client.Ask(0));
        Assert.Equal(0, bench.Flash.Erases(11));
    });

    [Theory]
    [InlineData("3.40", 255, 2)]
    [InlineData("3.40", 256, 2)]
    [InlineData("3.48", 255, 2)]
    [InlineData("3.48", 256, 3)]
    [InlineData("7.00", 512, 3)]
    public void The_sender_uses_the_short_form_up_to_255_and_by_mistake_to_256_before_3_48(string firmware, int length, byte start)
    {
        byte[] frame = DeviceSender.Frame(FirmwareProfiles.Named(firmware), Pattern(length));
        Assert.Equal(start, frame[0]);
        Assert.Equal((byte)(start == 2 ? length : length >> 8), frame[1]);
        if (start == 3)
        {
            Assert.Equal(RawClient.Frame(Pattern(length)), frame);
        }
    }

    [Theory]
    [InlineData("7.00", 0)]
    [InlineData("7.00", 513)]
    [InlineData("3.40", 1025)]
    public void The_sender_drops_what_is_empty_or_too_long(string firmware, int length) =>
        Assert.Empty(DeviceSender.Frame(FirmwareProfiles.Named(firmware), Pattern(length)));

    [Fact]
    public void The_old_sender_puts_a_frame_around_nothing() =>
        Assert.Equal([2, 0, 0, 0, 3], DeviceSender.Frame(FirmwareProfiles.Named("3.40"), []));

    [Fact]
    public void No_stream_of_bytes_breaks_a_receiver_and_zeros_always_free_it()
    {
        var random = new SimulatedRandom(7);
        for (int round = 0; round < 300; round++)
        {
            var receiver = New();
            byte[] noise = new byte[random.Next(900)];
            for (int i = 0; i < noise.Length; i++)
            {
                noise[i] = random.Next(3) == 0 ? (byte)random.Next(4) : (byte)random.Next(256);
            }

            Assert.Equal([0], Feed(receiver, noise, new byte[520], FwVersion)[^1]);
        }
    }
}
