using System.Text;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>What came in the course of the versions, beyond the commands of flash.</summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("3.40", false)]
    [InlineData("3.59", false)]
    [InlineData("4.02", true)]
    [InlineData("7.00", true)]
    public void The_terminal_tells_the_uptime_since_3_66(string firmware, bool known) => Bench.On($"fw={firmware}", async (client, bench) =>
    {
        string text = Encoding.ASCII.GetString((await client.Ask([20, .. "uptime"u8]))!);
        Assert.Contains(known ? "Uptime" : "Invalid command", text, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("3.49", 66, "")]
    [InlineData("3.58", 66, "42FFFF")]
    [InlineData("3.58", 71, "")]
    [InlineData("3.59", 71, "470001")]
    [InlineData("3.58", 72, "")]
    [InlineData("3.59", 72, "480000")]
    [InlineData("3.59", 80, "")]
    [InlineData("4.02", 80, "50FFFF")]
    [InlineData("3.59", 83, "")]
    [InlineData("4.02", 83, "53FFFF")]
    [InlineData("5.02", 116, "")]
    [InlineData("5.03", 116, "74")]
    [InlineData("5.02", 125, "")]
    [InlineData("7.00", 125, "7DFFFF")]
    public void The_debug_probe_grew_with_the_versions_and_finds_no_target(string firmware, byte command, string reply) =>
        Bench.On($"fw={firmware}", async (client, bench) =>
        {
            await client.Send([command, .. new byte[6]]);
            Assert.Equal(reply, Convert.ToHexString(await client.Receive(1) ?? []));
        });

    [Theory]
    [InlineData("4.02", 0)]
    [InlineData("5.02", 1)]
    [InlineData("7.00", 1)]
    public void The_second_motor_has_a_UUID_of_its_own_since_5_00_5(string firmware, int difference) =>
        Bench.On($"fw={firmware}&dual=yes&id=42", async (client, bench) =>
        {
            byte[] first = (await client.Ask(0))!;
            byte[] second = (await client.Ask(34, 43, 0))!;
            Assert.Equal(first[21] + difference, second[21]);
        });

    [Fact]
    public void Every_row_of_the_table_of_versions_is_a_board_that_answers()
    {
        foreach (var row in FirmwareProfiles.All)
        {
            Bench.On($"fw={row.Name}", async (client, bench) =>
                Assert.Equal([0, row.Major, row.Minor], (await client.Ask(0))![..3]));
        }
    }
}
