namespace VescUartBoot.Simulator.Firmware;

/// <summary>Limits of the hardware. The firmware silently clamps a new motor configuration to them.</summary>
/// <remarks>The build without hardware limits keeps the limits common to all hardware.</remarks>
internal sealed record HardwareLimits
{
    private const float LoopMinimum = 3_000;
    private const float LoopMaximum = 30_000;
    private static readonly (float Low, float High) _share = (0, 1);

    private (float Low, float High) Current { get; init; } = (-120, 120);

    private (float Low, float High) AbsoluteCurrent { get; init; } = (0, 160);

    private (float Low, float High) Voltage { get; init; } = (6, 57);

    private (float Low, float High) Speed { get; init; } = (-200_000, 200_000);

    private (float Low, float High) LowestDuty { get; init; } = (0, 0.1f);

    private (float Low, float High) HighestDuty { get; init; } = (0, 0.99f);

    private (float Low, float High) Temperature { get; init; } = (-40, 110);

    /// <summary>Returns the limits of a hardware in a version.</summary>
    public static HardwareLimits Of(FirmwareProfile firmware, string hardware)
    {
        if (!hardware.StartsWith(SettingsForm.LargeHardware, StringComparison.Ordinal))
        {
            return new HardwareLimits();
        }

        return firmware.HasLargeCurrents
            ? new HardwareLimits { Current = (-400, 400), AbsoluteCurrent = (0, 480), Voltage = (11, 72) }
            : new HardwareLimits { Current = (-300, 300), AbsoluteCurrent = (0, 450), Voltage = (6, 72) };
    }

    /// <summary>Clamps values to the limits, as the firmware does before it stores a motor configuration.</summary>
    public void Apply(FirmwareProfile firmware, SettingsForm form, bool isDual, Span<byte> configuration)
    {
        Limit(form, configuration, _share, "l_current_max_scale", "l_current_min_scale", "l_erpm_start");
        Limit(form, configuration, (1, 1.5f), "foc_overmod_factor");
        LimitLoop(firmware, form, isDual, configuration);
        if (form.Find("foc_sl_erpm_start") is { } start && form.Find("foc_sl_erpm") is { } end)
        {
            start.Limit(configuration, (float.NegativeInfinity, 0.9f * end.Read(configuration)));
        }

        Limit(form, configuration, Current, "l_current_max", "l_current_min", "l_in_current_max", "l_in_current_min",
            "foc_hfi_amb_current");
        Limit(form, configuration, AbsoluteCurrent, "l_abs_current_max");
        Limit(form, configuration, Voltage, "l_min_vin", "l_max_vin");
        Limit(form, configuration, Speed, "l_min_erpm", "l_max_erpm");
        Limit(form, configuration, LowestDuty, "l_min_duty");
        Limit(form, configuration, HighestDuty, "l_max_duty");
        Limit(form, configuration, Temperature, "l_temp_fet_start", "l_temp_fet_end");
        if (firmware.ForbidsSlowCurrentLimit)
        {
            Limit(form, configuration, (0, 0), "l_slow_abs_current");
        }
    }

    private static void LimitLoop(FirmwareProfile firmware, SettingsForm form, bool isDual, Span<byte> configuration)
    {
        if (form.Find("foc_f_zv") is not { } loop)
        {
            return;
        }

        bool samplesTwice = (form.Find("foc_control_sample_mode") ?? form.Find("foc_sample_v0_v7"))?.Read(configuration) == 1;
        float factor = samplesTwice || isDual ? 1 : 2;
        loop.Limit(configuration, (LoopMinimum * factor, LoopMaximum * factor));
        if (firmware.LimitsHallSamples)
        {
            float rate = loop.Read(configuration) / (samplesTwice ? 1 : 2);
            Limit(form, configuration, (float.NegativeInfinity, rate > 20_000 ? 2 : rate > 10_000 ? 4 : 10), "m_hall_extra_samples");
        }
    }

    private static void Limit(SettingsForm form, Span<byte> configuration, (float Low, float High) range, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            form.Find(name)?.Limit(configuration, range);
        }
    }
}
