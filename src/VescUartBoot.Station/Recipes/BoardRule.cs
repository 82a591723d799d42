using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Recipes;

/// <summary>What is done with boards of some hardware.</summary>
internal sealed record BoardRule
{
    /// <summary>The word that leaves a part as it is.</summary>
    public const string Keep = "keep";

    /// <summary>The word for the bootloader of the catalogue that fits the hardware.</summary>
    public const string Auto = "auto";

    /// <summary>The word for the defaults of the new firmware.</summary>
    public const string Defaults = "defaults";

    /// <summary>The least supply in volts where firmware is written and the rule says none.</summary>
    public const double VoltsForFirmware = 8;

    /// <summary>Hardware names; <c>*</c> at the end matches every name that begins so.</summary>
    public required IReadOnlyList<string> Hardware { get; init; }

    /// <summary><see cref="Auto"/>, <see cref="Keep"/>, or an id, a SHA-256 or a file. Default <see cref="Auto"/>.</summary>
    public string Bootloader { get; set; } = Auto;

    /// <summary>Exchanges another bootloader, or other content of the sector, after it is saved. Default false.</summary>
    public bool Replace { get; set; }

    /// <summary><see cref="Keep"/>, a version of the catalogue, or an id, a SHA-256 or a file. Default <see cref="Keep"/>.</summary>
    public string Firmware { get; set; } = Keep;

    /// <summary>Writes the firmware also over a newer version. Default false: a person decides.</summary>
    public bool AllowDowngrade { get; set; }

    /// <summary><see cref="Keep"/>, <see cref="Defaults"/>, or XML files as VESC Tool saves them. Default <see cref="Keep"/>.</summary>
    [JsonConverter(typeof(WordOrListConverter))]
    public IReadOnlyList<string> Settings { get; set; } = [Keep];

    /// <summary>Names of settings whose offered value is accepted where the old one has no sure equivalent. Default none: a person
    /// decides.</summary>
    public IReadOnlyList<string> Accept { get; set; } = [];

    /// <summary>The least supply in volts. Default: 8 V where firmware is written, else USB power is enough.</summary>
    public double? MinVoltage { get; set; }

    /// <summary>Whether the rule names a firmware.</summary>
    [JsonIgnore]
    public bool NamesFirmware => Firmware != Keep;

    /// <summary>The files among <see cref="Settings"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> SettingsFiles => Settings is [Keep or Defaults] ? [] : Settings;

    /// <summary>Whether the rule is for this hardware name.</summary>
    public bool Matches(string hardware) => Hardware.Any(name => Covers(name, hardware));

    /// <summary>Whether a name of a list, which may end with <c>*</c>, stands for this hardware name.</summary>
    public static bool Covers(string name, string hardware) => name.EndsWith('*')
        ? hardware.StartsWith(name[..^1], StringComparison.OrdinalIgnoreCase)
        : string.Equals(hardware, name, StringComparison.OrdinalIgnoreCase);
}
