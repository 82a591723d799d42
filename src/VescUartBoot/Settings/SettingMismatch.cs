namespace VescUartBoot.Settings;

/// <summary>A field that is not what it should be.</summary>
/// <param name="Wanted">What it should be; <see langword="null"/>: bytes of a layout that is not known.</param>
/// <param name="Now">What it is.</param>
internal readonly record struct SettingMismatch(SettingValue? Wanted, SettingValue? Now)
{
    /// <summary>The name of the field; empty where the layout is not known.</summary>
    public string Name => Wanted?.Field.Name ?? "";

    /// <summary>Whether the hardware may have moved it.</summary>
    public bool IsHardwareLimit => CarryRules.All.HardwareLimits.Contains(Name);

    /// <summary>Whether it is a limit that allows more than it should.</summary>
    public bool IsLooser => Wanted is { } wanted && Now is { } now
        && ((CarryRules.All.UpperLimits.Contains(Name) && now.Number > wanted.Number)
            || (CarryRules.All.LowerLimits.Contains(Name) && now.Number < wanted.Number));

    /// <summary>Both values in words.</summary>
    public override string ToString() =>
        Wanted is null ? "bytes of a layout that is not known" : $"{Name} {Now} instead of {Wanted}";
}
