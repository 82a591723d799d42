using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>The golden frames and the receiver's table of the facts, byte for byte at the port of a board.</summary>
public sealed class GoldenFrameTests
{
    private static readonly byte[] AskVersion = [2, 1, 0, 0, 0, 3];
    private static readonly byte[] Write = RawClient.Frame([3, .. RawClient.Int(0x60000),
        .. Enumerable.Range(0, 384).Select(i => (byte)i)]);

    private static byte[] LongForm(params byte[] payload)
    {
        byte[] frame = RawClient.Frame(payload);
        return [3, 0, .. frame[1..]];
    }

    public static TheoryData<string, byte[], byte[]> Rows() => new()
    {
        { "200 bytes of a write, then FW_VERSION", [.. Write[..200], .. AskVersion], [] },
        { "the same, the write again, FW_VERSION", [.. Write[..200], .. Write, .. AskVersion], [3, 0] },
        { "the same, 512 zeros, FW_VERSION", [.. Write[..200], .. new byte[512], .. AskVersion], [0] },
        { "noise 03 01, FW_VERSION", [3, 1, .. AskVersion], [] },
        { "noise 03 01, 520 zeros, FW_VERSION", [3, 1, .. new byte[520], .. AskVersion], [0] },
        { "a bad CRC, then FW_VERSION", [.. Write[..^3], 0, 0, 3, .. AskVersion], [0] },
        { "a bad stop byte, then FW_VERSION", [.. Write[..^1], 4, .. AskVersion], [0] },
        { "length 255 in the long form", LongForm([3, .. RawClient.Int(0x60000), .. new byte[250]]), [3] },
        { "length 254 in the long form", LongForm([3, .. RawClient.Int(0x60000), .. new byte[249]]), [] },
        { "512 bytes, the longest", RawClient.Frame([3, .. RawClient.Int(0x60000), .. new byte[507]]), [3] },
        { "513 bytes", RawClient.Frame([3, .. RawClient.Int(0x60000), .. new byte[508]]), [] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_of_the_receivers_table_holds_for_a_board(string row, byte[] sent, byte[] replies)
    {
        Assert.NotEmpty(row);
        foreach (string firmware in (string[])["5.03", "6.05", "7.00"])
        {
            Bench.On($"fw={firmware}", async (client, bench) =>
            {
                await client.SendBytes(sent);
                var came = new List<byte>();
                while (await client.Receive(3600) is { } payload)
                {
                    came.Add(payload[0]);
                }

                Assert.Equal(replies, came);
            });
        }
    }

    /// <summary>Every golden request, to which version, and the golden reply or the beginning of one.</summary>
    [Theory]
    [InlineData("6.05", "020100000003", "000605")]
    [InlineData("6.05", "02050200000000448303", "0201")]
    [InlineData("6.05", "02050200060000F62303", "0201")]
    [InlineData("3.59", "020149D9ED03", "4901")]
    [InlineData("3.58", "020149D9ED03", "")]
    [InlineData("6.05", "02011EF3FF03", "")]
    [InlineData("3.40", "02013ED79D03", "")]
    [InlineData("6.05", "02013ED79D03", "3E2A")]
    [InlineData("7.00", "02019D521403", "9D0700")]
    [InlineData("6.05", "02019D521403", "")]
    [InlineData("6.05", "0205330020000064FA03", "3300200000")]
    [InlineData("6.05", "0205320000800053F503", "320000800000")]
    [InlineData("6.05", "0207146661756C74730D9A03", "15")]
    [InlineData("6.05", "0203222A00018B03", "000605")]
    [InlineData("5.03", "020178FF9F03", "7801")]
    [InlineData("5.02", "020178FF9F03", "")]
    [InlineData("6.05", "020184D10C03", "8401")]
    [InlineData("5.03", "020184D10C03", "")]
    [InlineData("5.03", "020D790000000000000000000000002F3503", "790100000000")]
    [InlineData("6.05", "020D790000000000000000000000002F3503", "790100000000")]
    [InlineData("6.05", "020D830000000000000000000000007A0503", "830100000000")]
    public void Each_golden_request_gets_its_reply(string firmware, string request, string reply) =>
        Bench.On($"fw={firmware}&dual=yes&id=41", async (client, bench) =>
        {
            // The second motor has id 42, to which the golden table forwards.
            await client.SendBytes(Convert.FromHexString(request));
            byte[] came = await client.Receive() ?? [];
            Assert.Equal(reply, Convert.ToHexString(came.AsSpan(0, Math.Min(came.Length, reply.Length / 2))));
            Assert.Equal(reply.Length == 0, came.Length == 0);
        });

    [Theory]
    [InlineData("6.05", "0206030100060000D61103")]
    [InlineData("3.40", "02020301457203")]
    public void The_golden_write_gets_its_golden_reply(string firmware, string reply) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        Assert.Equal("D80A03", Convert.ToHexString(Write)[^6..]);
        await client.SendBytes(Write);
        Assert.NotNull(await client.Receive());
        Assert.Equal(reply, Convert.ToHexString([.. client.Stream]));
        Assert.Equal(Write[8..^3], bench.Flash.Read(0xE0000, 384));
    });

    [Theory]
    [InlineData("02050200000000448303", "", "02020201764303")]
    [InlineData("02050200000000448303", "motor=held", "02020200666203")]
    [InlineData("020149D9ED03", "", "02024901A77503")]
    public void Golden_replies_are_byte_for_byte(string request, string query, string reply) => Bench.On(query, async (client, bench) =>
    {
        await client.SendBytes(Convert.FromHexString(request));
        Assert.NotNull(await client.Receive());
        Assert.Equal(reply, Convert.ToHexString([.. client.Stream]));
    });

    [Theory]
    [InlineData("02097600000010F7F5FFF85E2303", "02097600000010FFF5FFF8DBE003", "02097600000010F803FFF8DB3F03", "6.05")]
    [InlineData("02097600000010F7F9FFF82B4203", "02097600000010FFF9FFF8AE8103", "02097600000010F807FFF807FF03", "5.03")]
    [InlineData("02098200000010F7F3FFF8640503", "02098200000010FFF3FFF8E1C603", "02098200000010F801FFF83DD903", "7.00")]
    public void The_nine_golden_probes_show_the_start_of_flash_twice_and_the_bootloader(string alias, string direct, string bootloader,
        string firmware)
    {
        bool lisp = firmware == "7.00";
        var options = new SimulatedBoardOptions
        {
            Firmware = firmware,
            Bootloader = SimulatedImage.Bootloader(),
            Lisp = lisp ? new byte[50] : default,
            Qml = lisp ? default : new byte[50],
        };
        Bench.On(options, async (client, bench) =>
        {
            foreach (var (probe, at) in new[] { (alias, 0), (direct, 0), (bootloader, 0xE0000) })
            {
                await client.SendBytes(Convert.FromHexString(probe));
                Assert.Equal(bench.Flash.Read(at, 16), (await client.Receive())![9..]);
            }
        });
    }

    [Theory]
    [InlineData("6.05", true, "02098200000190F801FFF85AA903")]
    [InlineData("6.05", false, "02097600000190F803FFF8BC4F03")]
    [InlineData("5.03", false, "02097600000190F807FFF8608F03")]
    public void The_golden_reads_of_400_bytes_show_the_bootloader(string firmware, bool lisp, string request)
    {
        var options = new SimulatedBoardOptions
        {
            Firmware = firmware,
            Bootloader = SimulatedImage.Bootloader(),
            Lisp = lisp ? new byte[50] : default,
            Qml = lisp ? default : new byte[50],
        };
        Bench.On(options, async (client, bench) =>
        {
            await client.SendBytes(Convert.FromHexString(request));
            Assert.Equal(SimulatedImage.Bootloader()[..400], (await client.Receive())![9..]);
        });
    }
}
