namespace VescUartBoot.Settings;

/// <summary>What became of one setting.</summary>
/// <param name="Name">Its name in the new firmware; of a dropped one its old name.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Before">The old value in words; <see langword="null"/>: the old firmware did not have it.</param>
/// <param name="After">The new value in words; <see langword="null"/>: the new firmware does not have it.</param>
/// <param name="Reason">Why, in one sentence; <see langword="null"/> where the fate says it all.</param>
public sealed record SettingOutcome(string Name, SettingFate Fate, string? Before, string? After, string? Reason)
{
    /// <summary>The names that it had in the old firmware, where they differ.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Whether the owner had changed it from the old default; <see langword="null"/>: that default is not known.</summary>
    public bool? OwnerSet { get; init; }

    /// <summary>What a person who accepts it by name gets, in words; <see langword="null"/>: what it has now.</summary>
    public string? Offered { get; init; }

    /// <summary>Whether a person accepted it by name.</summary>
    public bool Accepted { get; init; }

    /// <summary>The unit of the new value; <see langword="null"/> where there is none or it is not known.</summary>
    public string? Unit { get; init; }
}
