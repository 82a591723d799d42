using VescUartBoot.Messages;
using VescUartBoot.Settings;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>What a simulated board makes of settings. The library's layouts only say where a field stands.</summary>
public sealed class SettingsTests
{
    private const byte SetMotor = 13;
    private const byte GetMotor = 14;
    private const byte GetMotorDefault = 15;

    [Theory]
    [InlineData("5.03", "foc_offsets_current__0")]
    [InlineData("6.05", "foc_offsets_voltage_undriven__2")]
    [InlineData("7.00", "foc_offsets_voltage__1")]
    public void The_offsets_of_a_motor_differ_after_each_start_and_nothing_else_does(string firmware, string offset) =>
        Bench.On($"fw={firmware}&timing=off", async (client, bench) =>
        {
            byte[] before = await Motor(client);
            bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
            (client, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            byte[] after = await Motor(client);

            Assert.NotEqual(Field(before, offset), Field(after, offset));
            Assert.Equal(WithoutOffsets(before), WithoutOffsets(after));
        });

    [Fact]
    public void From_6_06_a_board_keeps_its_own_offsets_unless_writing_them_is_enabled() =>
        Bench.On("fw=7.00&timing=off", async (client, _) =>
    {
        byte[] own = await Motor(client);
        byte[] given = (byte[])own.Clone();
        given[At(own, "foc_offsets_current__0")] = 0x40;

        await client.Ask([SetMotor, .. given]);
        Assert.Equal(own, await Motor(client));
        Assert.Equal(Field(own, "foc_offsets_current__0"), Field((await client.Ask(GetMotorDefault))![1..], "foc_offsets_current__0"));

        given[At(own, "foc_offsets_cal_mode")] = 2;
        await client.Ask([SetMotor, .. given]);
        Assert.Equal(given, await Motor(client));
    });

    [Theory]
    [InlineData(7, 6)]
    [InlineData(56, 55)]
    [InlineData(112, 111)]
    [InlineData(11000, 11000)]
    public void A_scaled_integer_may_come_back_one_step_nearer_to_zero(short set,
        short told) => Bench.On("fw=7.00&timing=off", async (client, _) =>
    {
        byte[] given = await Motor(client);
        int at = At(given, "foc_overmod_factor");
        (given[at], given[at + 1]) = ((byte)(set >> 8), (byte)set);

        await client.Ask([SetMotor, .. given]);

        byte[] now = await Motor(client);
        Assert.Equal(told, (short)((now[at] << 8) | now[at + 1]));
    });

    [Fact]
    public void Below_3_50_values_stand_where_later_the_signature_is() => Bench.On("fw=3.40&timing=off", async (client, _) =>
    {
        byte[] given = await Motor(client);
        given[0] ^= 0x11;

        await client.Ask([SetMotor, .. given]);

        Assert.Equal(given, await Motor(client));
    });

    private static async Task<byte[]> Motor(RawClient client) => (await client.Ask(GetMotor))![1..];

    private static SettingsLayout LayoutOf(byte[] configuration) =>
        SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, configuration))!;

    private static int At(byte[] configuration, string field) => LayoutOf(configuration).Find(field)!.Offset;

    private static byte[] Field(byte[] configuration, string field) =>
        configuration.AsSpan(At(configuration, field), LayoutOf(configuration).Find(field)!.Length).ToArray();

    private static byte[] WithoutOffsets(byte[] configuration)
    {
        byte[] copy = (byte[])configuration.Clone();
        foreach (var field in LayoutOf(configuration).Fields.Where(f => f.Name.StartsWith("foc_offsets_", StringComparison.Ordinal)
            && f.Length > 1))
        {
            copy.AsSpan(field.Offset, field.Length).Clear();
        }

        return copy;
    }
}
