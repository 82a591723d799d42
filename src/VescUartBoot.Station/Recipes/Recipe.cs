using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Recipes;

/// <summary>What the station does with the boards that are plugged in.</summary>
internal sealed record Recipe
{
    /// <summary>The shape of this file.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Address of the JSON schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? SchemaAddress { get; set; }

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>Name, shown on the screen and kept in each record.</summary>
    public required string Name { get; init; }

    /// <summary>Flash may be opened for reading where that takes 8 zero bytes in an empty sector, which are erased again. Default
    /// false.</summary>
    public bool AllowReadback { get; set; }

    /// <summary>Images may be fetched from their origin. Default false: they are in the store.</summary>
    public bool AllowFetch { get; set; }

    /// <summary>File with the SHA-256 of the only images that may be written, as <c>sha256sum</c> writes it; relative to the
    /// recipe.</summary>
    public string? Lock { get; set; }

    /// <summary>How a lot is entered, which holds for all boards until the next one; <see langword="null"/>: none is.</summary>
    public ScannedEntry? Lot { get; set; }

    /// <summary>How a serial number is entered, which belongs to one board; <see langword="null"/>: none is.</summary>
    public ScannedEntry? Serial { get; set; }

    /// <summary>Name of the field for the lot.</summary>
    [JsonIgnore]
    public string LotLabel => Lot?.Label ?? "Lot";

    /// <summary>Name of the field for the serial number.</summary>
    [JsonIgnore]
    public string SerialLabel => Serial?.Label ?? "Serial number";

    /// <summary>The rules; the first that matches a board holds.</summary>
    public required IReadOnlyList<BoardRule> Boards { get; init; }

    /// <summary>Hardware that is refused with a reason. What no rule matches is refused too.</summary>
    public IReadOnlyList<RefusedHardware> Refuse { get; set; } = [];

    /// <summary>The reason that the hardware is refused; <see langword="null"/>: a rule is there.</summary>
    public string? RefusalOf(string? hardware) =>
        hardware is null ? "the board does not report its hardware name"
        : Refuse.FirstOrDefault(r => r.Hardware.Any(name => BoardRule.Covers(name, hardware))) is { } refused ? refused.Reason
        : RuleOf(hardware) is null ? $"the recipe {Name} has no rule for {hardware}"
        : null;

    /// <summary>The rule for a hardware name.</summary>
    public BoardRule? RuleOf(string hardware) => Boards.FirstOrDefault(rule => rule.Matches(hardware));
}
