namespace VescUartBoot.Station.Recipes;

/// <summary>What is done with boards of some hardware.</summary>
internal sealed record BoardRule
{
    /// <summary>The word that leaves a part as it is.</summary>
    public const string Keep = "keep";

    /// <summary>The word for the bootloader of the catalogue that fits the hardware.</summary>
    public const string Auto = "auto";

    /// <summary>Hardware names; <c>*</c> at the end matches every name that begins so.</summary>
    public required IReadOnlyList<string> Hardware { get; init; }

    /// <summary><see cref="Auto"/>, <see cref="Keep"/>, or an id, a SHA-256 or a file. Default <see cref="Auto"/>.</summary>
    public string Bootloader { get; init; } = Auto;

    /// <summary>Exchanges another bootloader, or other content of the sector, after it is saved. Default false.</summary>
    public bool Replace { get; init; }

    /// <summary>The least supply in volts. Default: USB power is enough.</summary>
    public double? MinVoltage { get; init; }

    /// <summary>Whether the rule is for this hardware name.</summary>
    public bool Matches(string hardware) => Hardware.Any(name => name.EndsWith('*')
        ? hardware.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(hardware, name, StringComparison.OrdinalIgnoreCase));
}
