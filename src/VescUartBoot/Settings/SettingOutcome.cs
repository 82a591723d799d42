namespace VescUartBoot.Settings;

/// <summary>Outcome of one setting under new firmware.</summary>
/// <param name="Name">Name in the new firmware; for a dropped setting the old name.</param>
/// <param name="Fate">The outcome.</param>
/// <param name="Before">The old value in words; <see langword="null"/> if the old firmware does not have the setting.</param>
/// <param name="After">The new value in words; <see langword="null"/> if the new firmware does not have the setting.</param>
/// <param name="Reason">The reason in one sentence; <see langword="null"/> if <paramref name="Fate"/> suffices.</param>
public sealed record SettingOutcome(string Name, SettingFate Fate, string? Before, string? After, string? Reason)
{
    /// <summary>The names in the old firmware, if they differ.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Whether the user had changed it from the old default; <see langword="null"/> if that default is not known.</summary>
    public bool? OwnerSet { get; init; }

    /// <summary>The proposed value in words, used if the user accepts the setting by name; <see langword="null"/> for the present
    /// value.</summary>
    public string? Offered { get; init; }

    /// <summary>Whether the user has accepted it by name.</summary>
    public bool Accepted { get; init; }

    /// <summary>Unit of the new value; <see langword="null"/> if there is none or it is not known.</summary>
    public string? Unit { get; init; }
}
