namespace VescUartBoot.Settings;

/// <summary>A field that differs from its expected value.</summary>
/// <param name="Wanted">The expected value; <see langword="null"/> for bytes of an unknown layout.</param>
/// <param name="Now">The present value.</param>
internal readonly record struct SettingMismatch(SettingValue? Wanted, SettingValue? Now)
{
    /// <summary>Name of the field; empty if the layout is not known.</summary>
    public string Name => Wanted?.Field.Name ?? "";

    /// <summary>Whether the hardware may have moved it.</summary>
    public bool IsHardwareLimit => CarryRules.All.HardwareLimits.Contains(Name);

    /// <summary>Whether it is a limit that allows more than it should.</summary>
    public bool IsLooser => Wanted is { } wanted && Now is { } now
        && ((CarryRules.All.UpperLimits.Contains(Name) && now.Number > wanted.Number)
            || (CarryRules.All.LowerLimits.Contains(Name) && now.Number < wanted.Number));

    /// <summary>Both values, where the hardware limits the expected one.</summary>
    public string AsLimit => Wanted is null ? $"{this}" : $"{Name} to {Now} (asked for: {Wanted})";

    /// <summary>Both values in words.</summary>
    public override string ToString() =>
        Wanted is null ? "bytes of a layout that is not known" : $"{Name} {Now} instead of {Wanted}";
}
