using VescUartBoot.Messages;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Simulator;

/// <summary>What a simulated board makes of settings. The library's layouts only say where a field stands.</summary>
public sealed class SettingsTests
{
    private const byte SetMotor = 13;
    private const byte GetMotor = 14;
    private const byte GetMotorDefault = 15;
    private const byte SetApplication = 16;
    private const byte GetApplication = 17;
    private const byte GetApplicationDefault = 18;

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
        int at = At(given, "foc_mag_vd_max");
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

    [Fact]
    public void Each_version_from_3_55_to_7_01_has_the_compiled_defaults_of_its_hardware_and_takes_them_as_they_are()
    {
        foreach (var row in FirmwareProfiles.All.Where(row => row is { IsFork: false }
            && (row.Major, row.Minor).CompareTo(((byte)3, (byte)55)) >= 0))
        {
            foreach (string hardware in (string[])["60", "75_300", "75_300_R2", "410"])
            {
                Bench.On($"fw={row.Name}&hw={hardware}&timing=off", async (client, _) =>
                {
                    string compiled = hardware.StartsWith("75_300", StringComparison.Ordinal) ? "75_300" : "60";
                    byte[] motor = (await client.Ask(GetMotorDefault))![1..];
                    byte[] application = (await client.Ask(GetApplicationDefault))![1..];
                    Assert.Equal(Compiled($"{row.Major}.{row.Minor:D2}-motor-default-hw{compiled}", motor), WithoutOffsets(motor));
                    Assert.Equal(Fixtures.Hex($"settings/{row.Major}.{row.Minor:D2}-app-default-hw{compiled}.hex"), application);

                    await Acknowledged(client, SetMotor, motor);
                    await Acknowledged(client, SetApplication, application);
                    Assert.Equal(WithoutSteps(motor), WithoutSteps(await Motor(client)));
                });
            }
        }
    }

    [Theory]
    [InlineData("60_MK6", "7.00", "l_current_max", 300, 120)]
    [InlineData("60_MK6", "7.00", "l_current_min", -500, -120)]
    [InlineData("75_300_R2", "7.00", "l_current_max", 450, 400)]
    [InlineData("75_300", "3.65", "l_current_max", 450, 300)]
    [InlineData("60_MK6", "5.02", "l_max_vin", 80, 57)]
    [InlineData("60_MK6", "6.05", "l_max_vin", 80, 57)]
    [InlineData("75_300", "7.00", "l_min_vin", 8, 11)]
    [InlineData("60_MK6", "6.05", "l_temp_fet_end", 150, 110)]
    [InlineData("60_MK6", "5.03", "l_current_max_scale", 1.5, 1)]
    [InlineData("60_MK6", "6.05", "foc_sl_erpm_start", 4000, 3150)]
    [InlineData("60_MK6", "7.00", "foc_f_zv", 100_000, 60_000)]
    [InlineData("60_MK6", "7.00", "m_hall_extra_samples", 12, 4)]
    [InlineData("60_MK6", "7.00", "l_slow_abs_current", 1, 0)]
    [InlineData("60_MK6", "6.06", "l_slow_abs_current", 1, 1)]
    public void What_the_hardware_does_not_allow_is_moved_in_silence(string hardware, string firmware, string name, double set,
        double held) =>
        Bench.On($"fw={firmware}&hw={hardware}&timing=off", async (client, _) =>
        {
            byte[] given = await Motor(client);
            var field = LayoutOf(given).Find(name)!;
            SettingValue.Of(field, set, SettingRounding.Nearest)!.Value.Write(given);

            await Acknowledged(client, SetMotor, given);

            Assert.Equal(held, SettingValue.Read(field, await Motor(client)).Number, 1e-3);
        });

    [Theory]
    [InlineData("5.01", 0.2, true)]
    [InlineData("5.02", 2.2, false)]
    [InlineData("6.05", 2.2, false)]
    [InlineData("7.00", 3.2, false)]
    public void While_the_motor_is_driven_settings_are_acknowledged_late_and_gone_after_a_restart(string firmware, double seconds,
        bool stored) =>
        Bench.On($"fw={firmware}&motor=held", async (client, bench) =>
        {
            byte[] own = await Motor(client);
            byte[] given = [.. own];
            SettingValue.Of(LayoutOf(own).Find("l_current_max")!, 33, SettingRounding.Nearest)!.Value.Write(given);

            long start = bench.Clock.GetTimestamp();
            await Acknowledged(client, SetMotor, given);
            Assert.Equal(seconds, bench.Clock.GetElapsedTime(start).TotalSeconds, 0.1);
            Assert.Equal(33, Current(await Motor(client)));

            bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
            (client, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
            Assert.Equal(stored ? 33 : 60, Current(await Motor(client)));
        });

    [Fact]
    public void A_motor_that_becomes_FOC_on_USB_power_is_answered_after_ten_seconds() =>
        Bench.On("fw=7.00&power=usb", async (client, bench) =>
    {
        byte[] given = await Motor(client);
        int type = At(given, "motor_type");
        given[type] = 0;
        Assert.True(await TimeOf(given) < TimeSpan.FromSeconds(1));

        given[type] = 2;
        Assert.True(await TimeOf(given) > TimeSpan.FromSeconds(10));

        async Task<TimeSpan> TimeOf(byte[] configuration)
        {
            long start = bench.Clock.GetTimestamp();
            await client.Send([SetMotor, .. configuration]);
            Assert.Equal("0D", Convert.ToHexString((await client.Receive(20))!));
            return bench.Clock.GetElapsedTime(start);
        }
    });

    [Fact]
    public void A_flash_that_refuses_keeps_the_old_settings_and_the_board_says_nothing() =>
        Bench.On("fw=7.00&timing=off", async (client, bench) =>
    {
        byte[] given = await Motor(client);
        SettingValue.Of(LayoutOf(given).Find("l_current_max")!, 33, SettingRounding.Nearest)!.Value.Write(given);
        bench.Board.Inject(Fault.ToRequest(SetMotor, 1, new Refuse()));

        await Acknowledged(client, SetMotor, given);
        Assert.Equal(33, Current(await Motor(client)));

        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        (client, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(60, Current(await Motor(client)));
    });

    [Fact]
    public void A_power_cut_while_settings_are_stored_leaves_the_factorys() => Bench.On("fw=7.00", async (client, bench) =>
    {
        byte[] given = await Motor(client);
        var field = LayoutOf(given).Find("l_current_max")!;
        SettingValue.Of(field, 33, SettingRounding.Nearest)!.Value.Write(given);
        await client.Ask([SetMotor, .. given]);

        SettingValue.Of(field, 44, SettingRounding.Nearest)!.Value.Write(given);
        await client.Send([SetMotor, .. given]);
        await client.Receive(0.01);
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        (client, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);

        Assert.Equal(60, Current(await Motor(client)));
    });

    [Theory]
    [InlineData("5.03", false)]
    [InlineData("6.00", true)]
    public void An_app_can_be_tried_without_storing_it_since_6_00(string firmware,
        bool known) => Bench.On($"fw={firmware}&timing=off", async (client, bench) =>
    {
        byte[] own = (await client.Ask(GetApplication))![1..];
        byte[] given = [.. own];
        given[^4] = 0x3F;
        await client.Send([149, .. given]);
        Assert.Equal(known, await client.Receive(1) is [149]);

        Assert.Equal(known ? given : own, (await client.Ask(GetApplication))![1..]);
        bench.Board.PowerCycle(TimeSpan.FromSeconds(1));
        (client, _) = await RawClient.OpenWhenBack(bench.Source, bench.Clock);
        Assert.Equal(own, (await client.Ask(GetApplication))![1..]);
    });

    [Fact]
    public void Two_motors_share_the_app_and_the_second_does_not_change_its_id() =>
        Bench.On("fw=7.00&dual=yes&id=42&timing=off", async (client, _) =>
    {
        byte[] given = (await client.Ask(GetApplication))![1..];
        given[4] = 77;
        given[^4] = 0x3F;

        await client.Ask([34, 43, SetApplication, .. given]);

        byte[] now = (await client.Ask(GetApplication))![1..];
        Assert.Equal((42, 0x3F), (now[4], now[^4]));
    });

    private static async Task<byte[]> Motor(RawClient client) => (await client.Ask(GetMotor))![1..];

    private static SettingsLayout LayoutOf(byte[] configuration) =>
        SettingsLayouts.Find(SerialisedConfiguration.From(ConfigurationKind.Motor, configuration))!;

    private static async Task Acknowledged(RawClient client, byte command, byte[] configuration) =>
        Assert.Equal(Convert.ToHexString([command]), Convert.ToHexString((await client.Ask([command, .. configuration]))!));

    private static double Current(byte[] motor) => SettingValue.Read(LayoutOf(motor).Find("l_current_max")!, motor).Number;

    private static byte[] Compiled(string name, byte[] like)
    {
        byte[] compiled = Fixtures.Hex($"settings/{name}.hex");
        Assert.Equal(like.Length, compiled.Length);
        return WithoutOffsets(compiled);
    }

    // A scaled integer may come back one step nearer to zero.
    private static byte[] WithoutSteps(byte[] motor)
    {
        byte[] copy = WithoutOffsets(motor);
        foreach (var field in LayoutOf(motor).Fields.Where(f => f.Wire == WireForm.Float16))
        {
            copy.AsSpan(field.Offset, field.Length).Clear();
        }

        return copy;
    }

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
