using System.Buffers.Binary;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Settings;

/// <summary>Configurations are the same where the firmware makes the same of them.</summary>
public sealed class SettingsComparerTests
{
    private static readonly SerialisedConfiguration _motor = SettingsLayoutTests.Vector("7.00-motor-default-hw60");

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(100, 4582)]
    [InlineData(1000, 740)]
    [InlineData(10000, 4578)]
    public void As_many_scaled_integers_lose_a_step_as_the_real_code_loses(float scale, int expected)
    {
        var field = new SettingField("any", SettingType.Double, WireForm.Float16, scale, [], 4);
        int cut = 0;
        for (int raw = -32767; raw <= 32767; raw++)
        {
            long back = SettingsComparer.ReadBack(new SettingValue(field, raw));
            Assert.True(back == raw || back == raw - Math.Sign(raw), $"{raw} reads back as {back}");
            cut += back == raw ? 0 : 1;
        }

        Assert.Equal(expected, cut);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(112)]
    public void A_value_that_the_firmware_cuts_by_one_step_is_the_same(short raw)
    {
        var (wanted, now) = (With("foc_overmod_factor", raw), With("foc_overmod_factor", (short)(raw - 1)));

        var comparison = SettingsComparer.Compare(wanted, now);

        Assert.True(comparison.Same);
        Assert.Single(comparison.Cut);
        Assert.False(SettingsComparer.Compare(now, wanted).Same);
    }

    [Fact]
    public void A_value_that_the_firmware_does_not_cut_must_be_the_same()
    {
        var comparison = SettingsComparer.Compare(With("foc_overmod_factor", 11000), With("foc_overmod_factor", 10999));

        Assert.Equal(["foc_overmod_factor 1.0999 instead of 1.1"], comparison.Different.Select(d => d.ToString()));
    }

    [Fact]
    public void A_field_that_differs_is_named_with_both_values_in_words()
    {
        var field = SettingsLayouts.Find(_motor)!.Find("motor_type")!;
        byte[] bytes = _motor.Bytes.ToArray();
        bytes[field.Offset] = 0;

        var comparison = SettingsComparer.Compare(_motor, SerialisedConfiguration.From(ConfigurationKind.Motor, bytes));

        Assert.Equal(["motor_type BLDC instead of FOC"], comparison.Different.Select(d => d.ToString()));
    }

    [Theory]
    [InlineData("6.05", true, true)]
    [InlineData("6.05", false, false)]
    [InlineData("7.00", true, true)]
    [InlineData("7.00", false, false)]
    public void Offsets_count_only_where_the_board_does_not_measure_them_at_each_start(string version, bool measured, bool same)
    {
        var board = SettingsLayoutTests.Vector($"{version}-motor-default-hw60");
        var layout = SettingsLayouts.Find(board)!;
        byte[] bytes = board.Bytes.ToArray();
        bytes[(layout.Find("foc_offsets_cal_mode") ?? layout.Find("foc_offsets_cal_on_boot"))!.Offset] = (byte)(measured ? 1 : 0);
        var wanted = SerialisedConfiguration.From(ConfigurationKind.Motor, bytes);
        bytes[layout.Find("foc_offsets_voltage_undriven__2")!.Offset] ^= 0x11;

        var comparison = SettingsComparer.Compare(wanted, SerialisedConfiguration.From(ConfigurationKind.Motor, bytes));

        Assert.Equal((same, same ? 1 : 0), (comparison.Same, comparison.Own.Count));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public void Offsets_are_written_first_where_nothing_else_would_bring_them_back(byte mode, bool first)
    {
        var field = SettingsLayouts.Find(_motor)!.Find("foc_offsets_cal_mode")!;
        byte[] bytes = _motor.Bytes.ToArray();
        bytes[field.Offset] = mode;

        var before = SettingsComparer.OffsetsFirst(SerialisedConfiguration.From(ConfigurationKind.Motor, bytes));

        Assert.Equal(first, before is not null);
        Assert.True(before is null || before.Bytes.Span[field.Offset] == 2);
        Assert.Null(SettingsComparer.OffsetsFirst(SettingsLayoutTests.Vector("6.05-motor-default-hw60")));
    }

    [Fact]
    public void Without_a_known_layout_every_byte_counts()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6];
        var one = SerialisedConfiguration.From(ConfigurationKind.Motor, bytes);
        bytes[5]--;

        Assert.True(SettingsComparer.Compare(one, one).Same);
        Assert.False(SettingsComparer.Compare(one, SerialisedConfiguration.From(ConfigurationKind.Motor, bytes)).Same);
    }

    private static SerialisedConfiguration With(string name, short raw)
    {
        byte[] bytes = _motor.Bytes.ToArray();
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(SettingsLayouts.Find(_motor)!.Find(name)!.Offset), raw);
        return SerialisedConfiguration.From(ConfigurationKind.Motor, bytes);
    }
}
