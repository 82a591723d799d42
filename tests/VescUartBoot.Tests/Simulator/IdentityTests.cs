using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>FW_VERSION of every version and family, and what else a board says of itself.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData("3.40", 3, 40, 16)]
    [InlineData("3.48", 3, 48, 17)]
    [InlineData("3.58", 3, 58, 17)]
    [InlineData("3.59", 3, 59, 17)]
    [InlineData("4.02", 4, 2, 17)]
    [InlineData("5.02", 5, 2, 20)]
    [InlineData("5.03", 5, 3, 23)]
    [InlineData("6.00", 6, 0, 25)]
    [InlineData("6.02", 6, 2, 25)]
    [InlineData("6.05", 6, 5, 29)]
    [InlineData("6.06", 6, 6, 29)]
    [InlineData("7.00", 7, 0, 29)]
    [InlineData("7.01-test1", 7, 1, 29)]
    [InlineData("23.46", 23, 46, 17)]
    public void The_reply_has_the_length_of_its_version(string firmware, int major, int minor, int lengthWithoutName) =>
        Bench.On($"fw={firmware}&hw=60_MK5&uuid=0102030405060708090a0b0c", async (client, bench) =>
        {
            byte[] reply = (await client.Ask(0))!;
            byte[] begin = [0, (byte)major, (byte)minor, .. Encoding.ASCII.GetBytes("60_MK5"), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
            Assert.Equal(begin, reply[..begin.Length]);
            Assert.Equal(lengthWithoutName + 6, reply.Length);
        });

    [Fact]
    public void The_golden_reply_of_6_05_is_what_a_board_sends() =>
        Bench.On("hw=60_MK5&uuid=0102030405060708090a0b0c&qml=none", async (client, bench) =>
        {
            await client.Ask(0);
            string golden = "022300060536305F4D4B35000102030405060708090A0B0C0000000001000000000000000018A103";
            byte[] sent = [.. client.Stream];
            // The golden board has phase filters; the simulated one has none.
            byte[] payload = sent[2..^3];
            payload[26] = 1;
            Assert.Equal(golden, Convert.ToHexString(RawClient.Frame(payload)));
        });

    [Fact]
    public void The_golden_reply_of_3_40_is_what_a_board_sends() =>
        Bench.On("fw=3.40&hw=60&uuid=0102030405060708090a0b0c", async (client, bench) =>
        {
            await client.Ask(0);
            Assert.Equal("02120003283630000102030405060708090A0B0CBCAB03", Convert.ToHexString([.. client.Stream]));
        });

    [Fact]
    public void A_test_build_says_its_number() => Bench.On("fw=7.01", async (client, bench) =>
        Assert.Equal(1, (await client.Ask(0))![3 + 7 + 12 + 1]));

    [Fact]
    public void Stored_QML_shows_in_the_reply_and_an_empty_one_does_not()
    {
        const int qmlApp = 3 + 7 + 12 + 6;
        Bench.On(new SimulatedBoardOptions { Qml = new byte[10] },
            async (client, bench) => Assert.Equal(1, (await client.Ask(0))![qmlApp]));
        Bench.On("", async (client, bench) =>
        {
            await client.Ask([121, .. new byte[12]]);
            Assert.Equal(0, (await client.Ask(0))![qmlApp]);
        });
        Bench.On("qmlapp=compiled", async (client, bench) => Assert.Equal(1, (await client.Ask(0))![qmlApp]));
    }

    [Theory]
    [InlineData("vesc", 29, 0)]
    [InlineData("bms", 20, 1)]
    [InlineData("module", 20, 2)]
    [InlineData("express", 29, 2)]
    public void Other_families_name_themselves(string family, int lengthWithoutName, int type) =>
        Bench.On($"family={family}&hw=some", async (client, bench) =>
        {
            byte[] reply = (await client.Ask(0))!;
            Assert.Equal(lengthWithoutName + 4, reply.Length);
            Assert.Equal(type, reply[3 + 5 + 12 + 2]);
            Assert.Equal(family == "express", reply[(3 + 5 + 6)..(3 + 5 + 12)].All(b => b == 0));
        });

    [Fact]
    public void Another_familys_flash_is_out_of_reach() => Bench.On("family=bms&bootloader=garbage", async (client, bench) =>
    {
        Assert.True(await client.StaysSilent(73));
        Assert.Equal(0, bench.Flash.Erases(11));
        Assert.Equal(1, bench.Board.Report().Dropped["not simulated for this family: 73"]);
    });

    [Theory]
    [InlineData("6.05", false)]
    [InlineData("6.06", true)]
    [InlineData("7.00", true)]
    public void FW_INFO_exists_since_6_06(string firmware, bool exists) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        if (exists)
        {
            byte[] reply = (await client.Ask(157))!;
            Assert.Equal(157, reply[0]);
            Assert.Equal(2, reply[4..].Count(b => b == 0));
        }
        else
        {
            Assert.True(await client.StaysSilent(157));
        }
    });

    [Fact]
    public void GET_VALUES_SELECTIVE_gives_the_fields_of_the_mask_in_order() =>
        Bench.On("erpm=-1234&voltage=50.4&fault=9", async (client, bench) =>
        {
            byte[] reply = (await client.Ask([50, .. RawClient.Int((1 << 7) | (1 << 8) | (1 << 15))]))!;
            Assert.Equal([50, .. RawClient.Int(0x8180), .. RawClient.Int(-1234), 0x01, 0xF8, 9], reply);
        });

    [Fact]
    public void GET_VALUES_has_its_fields_at_their_places_and_3_40_only_the_first_18()
    {
        Bench.On("fw=3.40&erpm=700&id=7", async (client, bench) =>
        {
            byte[] reply = (await client.Ask(4))!;
            Assert.Equal(1 + 4 + 16 + 2 + 4 + 2 + 24 + 1 + 4 + 1, reply.Length);
            Assert.Equal(RawClient.Int(700), reply[23..27]);
            Assert.Equal(7, reply[^1]);
            Assert.True(await client.StaysSilent([50, .. RawClient.Int(128)]));
        });
        Bench.On("", async (client, bench) => Assert.Equal(59 + 6 + 8 + 1, (await client.Ask(4))!.Length));
    }

    [Fact]
    public void A_board_on_USB_power_reads_a_few_volts_and_raises_fault_2() => Bench.On("power=usb", async (client, bench) =>
        Assert.Equal([0, 42, 2], (await client.Ask([50, .. RawClient.Int((1 << 8) | (1 << 15))]))![5..]));

    [Fact]
    public void ALIVE_has_no_reply() => Bench.On("", async (client, bench) => Assert.True(await client.StaysSilent(30)));

    [Theory]
    [InlineData("3.40", 73)]
    [InlineData("3.58", 73)]
    [InlineData("3.58", 74)]
    [InlineData("3.40", 62)]
    [InlineData("3.59", 81)]
    [InlineData("5.02", 118)]
    [InlineData("5.03", 130)]
    [InlineData("6.05", 157)]
    [InlineData("7.00", 102)]
    [InlineData("7.00", 105)]
    [InlineData("7.00", 109)]
    public void Commands_that_a_version_does_not_have_are_ignored(string firmware, int command) =>
        Bench.On($"fw={firmware}&bootloader=garbage", async (client, bench) =>
        {
            byte[] before = bench.Flash.ToArray();
            Assert.True(await client.StaysSilent([(byte)command, .. new byte[20]]));
            Assert.Equal(before, bench.Flash.ToArray());
        });
}
