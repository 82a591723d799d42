using System.Text.Json;
using VescUartBoot.IO;
using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>The rules for carrying settings over, from the data shipped with the library.</summary>
internal sealed class CarryRules
{
    private const string Resource = "settings-carryover.json";
    private static readonly Lazy<CarryRules> _all = new(Read);

    private CarryRules(JsonElement root)
    {
        Rules = [.. root.GetProperty("rules").EnumerateArray().Select(ReadRule)];
        Always = Names(root, "always");
        UpperLimits = Names(root, "tighterLower");
        LowerLimits = Names(root, "tighterHigher");
        Protections = Names(root, "protections");
        Measured = Names(root, "measured");
        HardwareLimits = Names(root, "hardwareLimits");
    }

    /// <summary>The rules of this library.</summary>
    public static CarryRules All => _all.Value;

    /// <summary>The rules, in the order in which they apply on the way up.</summary>
    public IReadOnlyList<CarryRule> Rules { get; }

    /// <summary>Settings on which other nodes on the bus depend: carried over although the user has not changed them, unless they are
    /// 0.</summary>
    public IReadOnlySet<string> Always { get; }

    /// <summary>Limits of which the lower one is tighter.</summary>
    public IReadOnlySet<string> UpperLimits { get; }

    /// <summary>Limits of which the higher one is tighter. Negative currents are among them.</summary>
    public IReadOnlySet<string> LowerLimits { get; }

    /// <summary>Protections that a new default may not turn off: 0 is off.</summary>
    public IReadOnlySet<string> Protections { get; }

    /// <summary>Values that the board measures at each start.</summary>
    public IReadOnlySet<string> Measured { get; }

    /// <summary>Values that the hardware may change in either direction when they are set.</summary>
    public IReadOnlySet<string> HardwareLimits { get; }

    /// <summary>Rounding of a setting: a limit to its safe side, others to the nearest value.</summary>
    public SettingRounding RoundingOf(string name) =>
        UpperLimits.Contains(name) ? SettingRounding.Down : LowerLimits.Contains(name) ? SettingRounding.Up : SettingRounding.Nearest;

    private static CarryRules Read()
    {
        using var stream = ShippedData.Open(Resource);
        using var json = JsonDocument.Parse(stream);
        return new CarryRules(json.RootElement);
    }

    private static HashSet<string> Names(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(n => n.GetString()!)];

    private static CarryRule ReadRule(JsonElement rule) => new(
        Release.Parse(Text(rule, "at")!),
        Text(rule, "kind") == "motor" ? ConfigurationKind.Motor : ConfigurationKind.App,
        Enum.Parse<CarryAction>(Text(rule, "action")!, ignoreCase: true),
        rule.TryGetProperty("from", out _) ? [.. rule.GetProperty("from").EnumerateArray().Select(n => n.GetString()!)] : [],
        Text(rule, "to"),
        Text(rule, "why")!)
    {
        Evidence = Text(rule, "evidence")!,
        Map = rule.TryGetProperty("map", out var map)
            ? map.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!)
            : new Dictionary<string, string>(),
        Factor = Number(rule, "factor") ?? 1,
        Formula = Text(rule, "formula"),
        Back = Text(rule, "back"),
        Value = Text(rule, "value"),
        Because = Text(rule, "because"),
        Releases = Text(rule, "release") is { } releases ? ReadReleases(releases.Split("..")) : null,
        Label = Text(rule, "label"),
        UnlessDefault = Number(rule, "unlessDefault"),
        InUse = Text(rule, "inUse"),
        OffersOld = Text(rule, "offer") == "old",
    };

    private static (Release First, Release Last) ReadReleases(string[] ends) => (Release.Parse(ends[0]), Release.Parse(ends[^1]));

    private static string? Text(JsonElement rule, string name) => rule.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? Number(JsonElement rule, string name) => rule.TryGetProperty(name, out var value) ? value.GetDouble() : null;
}
