using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>One rule of <c>settings-carryover.json</c>.</summary>
/// <param name="At">The first release with the new meaning.</param>
/// <param name="Kind">Kind of the configuration.</param>
/// <param name="Action">Effect of the rule.</param>
/// <param name="From">Old names; a name that ends in <c>*</c> matches all names with that beginning.</param>
/// <param name="To">The new name, if there is one.</param>
/// <param name="Why">One sentence for the user.</param>
internal sealed record CarryRule(Release At, ConfigurationKind Kind, CarryAction Action, IReadOnlyList<string> From, string? To, string Why)
{
    /// <summary>Source of the rule.</summary>
    public required string Evidence { get; init; }

    /// <summary>New values by old label or number.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>The factor of <see cref="CarryAction.Scale"/>.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>How the new value is computed.</summary>
    public string? Formula { get; init; }

    /// <summary>How the old value is computed from new ones, on the way down.</summary>
    public string? Back { get; init; }

    /// <summary>The label or number that <see cref="CarryAction.Set"/> sets.</summary>
    public string? Value { get; init; }

    /// <summary>The rule applies only if this setting is carried over and is not 0.</summary>
    public string? Because { get; init; }

    /// <summary>The rule holds only for old firmware of these releases.</summary>
    public (Release First, Release Last)? Releases { get; init; }

    /// <summary>The rule holds only for this label.</summary>
    public string? Label { get; init; }

    /// <summary>The rule does not hold for this value: the default of old firmware, which was never adapted.</summary>
    public double? UnlessDefault { get; init; }

    /// <summary>The user is asked only if this condition holds for the old settings: <c>name~label</c> or <c>name&gt;0</c>.</summary>
    public string? InUse { get; init; }

    /// <summary>Whether the user may choose the old value.</summary>
    public bool OffersOld { get; init; }

    /// <summary>Whether the rule is about a setting.</summary>
    public bool IsAbout(string name) => From.Any(f => f[^1] == '*' ? name.StartsWith(f[..^1], StringComparison.Ordinal) : f == name);
}
