using System.Globalization;
using VescUartBoot.Settings;
using static VescUartBoot.Tests.Settings.SettingsTrapTests;

namespace VescUartBoot.Tests.Settings;

/// <summary>Each value is found as it was, or converted as the rule says, or named; a decoder of the tests' own reads them.</summary>
public sealed class SettingsLawTests
{
    private static readonly string[] _releases = ["3.66", "4.02", "5.02", "5.03", "6.00", "6.02", "6.05", "6.06", "7.00"];

    private static readonly string[] _lowerIsTighter =
    [
        "l_current_max", "l_in_current_max", "l_abs_current_max", "l_max_vin",
        "l_temp_fet_start", "l_temp_fet_end", "l_temp_motor_start", "l_temp_motor_end",
    ];

    private static readonly string[] _higherIsTighter =
        ["l_current_min", "l_in_current_min", "l_min_vin", "l_battery_cut_start", "l_battery_cut_end"];

    private static readonly List<(string At, string Name, Func<PlainDecoder, string> Value)> _conversions =
    [
        ("4.00", "can_mode", o => o.Number("uavcan_enable") == 0 ? "VESC" : "UAVCAN"),
        ("5.00", "foc_observer_gain", o => Text(1000 / Math.Pow(o.Number("foc_motor_flux_linkage"), 2))),
        ("5.03", "foc_f_zv", o => Text(o.Number("foc_f_sw"))),
        ("5.03", "foc_motor_r", o => Text(1.5 * o.Number("foc_motor_r"))),
        ("5.03", "foc_motor_l", o => Text(1.5 * o.Number("foc_motor_l"))),
        ("5.03", "foc_mtpa_mode", _ => "IQ Target"),
        ("5.03", "p_pid_kd_proc", _ => "0"),
        ("5.03", "app_ppm_conf.safe_start", o => o.Number("app_ppm_conf.safe_start") == 0 ? "Disabled" : "Regular"),
        ("5.03", "app_adc_conf.safe_start", o => o.Number("app_adc_conf.safe_start") == 0 ? "Disabled" : "Regular"),
        ("6.00", "m_encoder_sin_amp", o => Text(1 / o.Number("foc_encoder_sin_gain"))),
        ("6.00", "m_encoder_cos_amp", o => Text(1 / o.Number("foc_encoder_cos_gain"))),
        ("6.00", "m_encoder_sin_offset", o => Text(o.Number("foc_encoder_sin_offset") / o.Number("foc_encoder_sin_gain"))),
        ("6.00", "m_encoder_cos_offset", o => Text(o.Number("foc_encoder_cos_offset") / o.Number("foc_encoder_cos_gain"))),
        ("6.00", "m_encoder_sincos_filter_constant", o => Text(o.Number("foc_encoder_sincos_filter_constant"))),
        ("6.00", "foc_sat_comp_mode", _ => "Factor"),
        ("6.00", "can_status_msgs_r1", StatusMessages),
        ("6.00", "can_status_rate_1", o => Text(o.Number("send_can_status_rate_hz"))),
        ("6.00", "can_status_msgs_r2", _ => ""),
        ("6.00", "app_adc_conf.buttons", Buttons),
        ("6.05", "foc_control_sample_mode", o => o.Number("foc_sample_v0_v7") == 0 ? "V0 Only" : "V0 and V7"),
        ("6.05", "foc_current_sample_mode", o => o.Number("foc_sample_high_current") == 0 ? "Longest Zero Time" : "High Current"),
        ("6.05", "foc_sl_erpm_start", _ => ""),
        ("6.06", "foc_offsets_cal_mode", o => o.Number("foc_offsets_cal_on_boot") == 0 ? "" : "Calibrate on Boot"),
    ];

    public static TheoryData<string, string, string> Upgrades
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (string kind in new[] { "motor", "app" })
            {
                for (int from = 0; from < _releases.Length; from++)
                {
                    for (int to = from + 1; to < _releases.Length; to++)
                    {
                        all.Add(_releases[from], _releases[to], kind);
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Upgrades))]
    public void Values_of_the_releases_own_serialisers_arrive_or_are_named(string from, string to, string kind)
    {
        string name = $"{(from == "6.00" ? "6.02" : from)}-{kind}-distinct";
        if (SettingsLayoutTests.Distinct.Any(d => d.Data == name))
        {
            Check(from, to, kind, new PlainDecoder(SettingsLayoutTests.Vector(name).Bytes.ToArray()), SettingsMode.Merge);
            Check(from, to, kind, new PlainDecoder(SettingsLayoutTests.Vector(name).Bytes.ToArray()), SettingsMode.Keep);
        }
        else
        {
            Check(from, to, kind, Seeded(from, kind, 7, share: 100), SettingsMode.Merge);
        }
    }

    [Theory]
    [MemberData(nameof(Upgrades))]
    public void A_handful_of_changes_arrives_or_is_named_and_the_rest_is_the_new_default(string from, string to, string kind)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            Check(from, to, kind, Seeded(from, kind, seed, share: 6), seed % 2 == 0 ? SettingsMode.Merge : SettingsMode.Keep);
        }
    }

    [Theory]
    [InlineData("7.00", "6.05", "motor")]
    [InlineData("7.00", "6.05", "app")]
    [InlineData("6.05", "5.03", "motor")]
    [InlineData("6.05", "5.03", "app")]
    [InlineData("7.00", "5.03", "motor")]
    [InlineData("7.00", "5.02", "motor")]
    [InlineData("7.00", "3.66", "app")]
    public void On_the_way_down_what_has_no_equal_is_named(string from, string to, string kind)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            CheckReport(from, to, kind, Seeded(from, kind, seed, share: 25), SettingsMode.Merge);
        }
    }

    [Fact]
    public void On_the_way_down_units_and_names_go_back()
    {
        var motor = Read(Upgrade("7.00", "5.02", "motor", old => old.Set("foc_motor_r", 0.03).Set("foc_f_zv", 35000)));
        var encoder = Read(Upgrade("7.00", "5.03", "motor", old => old
            .Set("m_encoder_sin_amp", 0.8).Set("m_encoder_sin_offset", 1.6).Set("foc_control_sample_mode", "V0 and V7")));
        var app = Read(Upgrade("7.00", "5.03", "app", old => old.Set("can_status_msgs_r1", 15).Set("app_to_use", "PAS")));

        Assert.Equal((0.02f, 35000), ((float)motor.Number("foc_motor_r"), motor.Number("foc_f_sw")));
        Assert.Equal((1.25f, 2f), ((float)encoder.Number("foc_encoder_sin_gain"), (float)encoder.Number("foc_encoder_sin_offset")));
        Assert.Equal(1, encoder.Number("foc_sample_v0_v7"));
        Assert.Equal(("CAN_STATUS_1_2_3_4", "PAS"), (app.Text("send_can_status"), app.Text("app_to_use")));
    }

    private static void Check(string from, string to, string kind, PlainDecoder old, SettingsMode mode)
    {
        var (result, oldDefault, standard) = CheckReport(from, to, kind, old, mode);
        var now = Read(result);
        foreach (var outcome in result.Outcomes.Where(o => now.Has(o.Name)))
        {
            string context = $"{from}→{to} {mode} {outcome}";
            switch (outcome.Fate)
            {
                case SettingFate.Kept:
                    Assert.True(Means(old, outcome.Name, now, outcome.Name), context);
                    break;
                case SettingFate.Converted:
                    Assert.True(outcome.Reason is not null && IsConvertedRight(from, to, old, now, outcome.Name), context);
                    break;
                case SettingFate.NewDefault:
                    Assert.True(now.Text(outcome.Name) == standard.Text(outcome.Name), context);
                    bool wasSet = old.Has(outcome.Name) && old.Text(outcome.Name) != oldDefault.Text(outcome.Name);
                    Assert.True(outcome.Reason is not null || !wasSet || old.Text(outcome.Name) == now.Text(outcome.Name), context);
                    break;
                default:
                    Assert.True(outcome.Fate == SettingFate.NeedsPerson && outcome.Reason is not null, context);
                    bool isPassive = outcome.Name == "app_to_use" && now.Text("app_to_use") is "UART" or "No App";
                    Assert.True(isPassive || now.Text(outcome.Name) == standard.Text(outcome.Name), context);
                    break;
            }

            CheckLimit(outcome.Name, old, oldDefault, now, context);
        }
    }

    private static (SettingsTranslation Result, PlainDecoder OldDefault, PlainDecoder Standard) CheckReport(
        string from, string to, string kind, PlainDecoder old, SettingsMode mode)
    {
        var (oldDefault, standard) = (Default(from, kind), Default(to, kind));
        var request = new SettingsCarryOverRequest(
            Decode(old.Bytes, kind), Decode(oldDefault.Bytes, kind), Decode(standard.Bytes, kind))
        { Mode = mode };
        var result = SettingsCarryOver.Translate(request);
        var named = result.Outcomes.SelectMany(o => o.FormerNames.Prepend(o.Name)).ToHashSet();

        Assert.Equal(standard.Names.Count(), result.Outcomes.Count(o => standard.Has(o.Name)));
        Assert.Equal(result.Outcomes.Count, result.Outcomes.Select(o => o.Name).Distinct().Count());
        Assert.Empty(old.Names.Except(named));
        Assert.All(
            result.Outcomes.Where(o => !standard.Has(o.Name)),
            o => Assert.Contains(o.Fate, new[] { SettingFate.Dropped, SettingFate.NeedsPerson }));
        Assert.Equal(
            kind == "app" && result.InputHeldBack,
            result.NeedsPerson.Any(o => o.Name == "app_to_use" && o.Offered is not null));
        return (result, oldDefault, standard);
    }

    private static bool IsConvertedRight(string from, string to, PlainDecoder old, PlainDecoder now, string name)
    {
        var conversion = _conversions.Find(c => c.Name == name && Order(c.At) > Order(from) && Order(c.At) <= Order(to));
        if (conversion.Name is null)
        {
            double off = now.Number(name) - old.Number(name);
            bool isSafe = (!_lowerIsTighter.Contains(name) || off <= 0) && (!_higherIsTighter.Contains(name) || off >= 0);
            return isSafe && Math.Abs(off) <= now.Step(name, now.Number(name));
        }

        string expected = conversion.Value(old);
        return name == "foc_sl_erpm_start"
            ? now.Number(name) <= 0.9 * now.Number("foc_sl_erpm")
            : now.Type(name) is "enum" or "bitfield"
            ? now.Text(name) == expected
            : Math.Abs(now.Number(name) - double.Parse(expected, CultureInfo.InvariantCulture)) <= now.Step(name, now.Number(name));
    }

    private static void CheckLimit(string name, PlainDecoder old, PlainDecoder oldDefault, PlainDecoder now, string context)
    {
        if (old.Has(name) && old.Number(name) == oldDefault.Number(name))
        {
            Assert.True(!_lowerIsTighter.Contains(name) || now.Number(name) <= old.Number(name), context);
            Assert.True(!_higherIsTighter.Contains(name) || now.Number(name) >= old.Number(name), context);
        }
    }

    private static bool Means(PlainDecoder one, string name, PlainDecoder other, string otherName) =>
        one.Has(name) && (other.Type(otherName) is "enum" or "bitfield" && one.Type(name) == other.Type(otherName)
            ? one.Text(name) == other.Text(otherName)
            : Math.Abs(one.Number(name) - other.Number(otherName)) <= 1e-6 * Math.Abs(one.Number(name)));

    // Values within the range that differ from the default, of about so many of a hundred settings.
    private static PlainDecoder Seeded(string version, string kind, int seed, int share)
    {
        var random = new Random(seed);
        var settings = Default(version, kind);
        foreach (string name in settings.Names.Where(_ => random.Next(100) < share))
        {
            int labels = settings.Labels(name).Count;
            double value = settings.Type(name) switch
            {
                "enum" => random.Next(labels),
                "bool" => random.Next(2),
                "bitfield" => random.Next(256),
                "int" => settings.Default(name) + random.Next(-1, 4),
                _ => settings.Default(name) * (1.03 + random.NextDouble()),
            };
            if (settings.Allows(name, value))
            {
                settings.Set(name, value);
            }
        }

        return settings;
    }

    private static string StatusMessages(PlainDecoder old) =>
        string.Join('+', Enumerable.Range(1, (int)old.Number("send_can_status")).Select(i => $"Status {i}"));

    private static string Buttons(PlainDecoder old) => string.Join('+', new[]
    {
        "Enable Cruise Control",
        old.Number("app_adc_conf.cc_button_inverted") != 0 ? "Invert CC Button" : null,
        old.Number("app_adc_conf.rev_button_inverted") != 0 ? "Invert Reverse Button" : null,
    }.OfType<string>());

    private static int Order(string release) => int.Parse(release.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
