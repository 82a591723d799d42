using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>A configuration of a known layout: its values by name.</summary>
internal sealed class BoardSettings
{
    private readonly Dictionary<string, int> _places;
    private readonly SettingValue[] _values;

    private BoardSettings(SettingsLayout layout, SettingValue[] values)
    {
        (Layout, _values) = (layout, values);
        _places = new Dictionary<string, int>(values.Length, StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            _places[values[i].Field.Name] = i;
        }
    }

    /// <summary>Which configuration it is.</summary>
    public ConfigurationKind Kind => Layout.Kind;

    /// <summary>The signature of its layout.</summary>
    public uint Signature => Layout.Signature;

    /// <summary>The releases that use this layout, such as <c>6.00</c> and <c>6.02</c>, in order.</summary>
    public IReadOnlyList<string> Versions => Layout.Versions;

    /// <summary>All values, in the order of the wire.</summary>
    public IReadOnlyList<SettingValue> Values => _values;

    /// <summary>Whether all settings of the layout are there: those of a file may not be.</summary>
    internal bool IsWhole => _values.Length == Layout.Fields.Count;

    internal SettingsLayout Layout { get; }

    /// <summary>Decodes a configuration.</summary>
    /// <exception cref="UnknownSettingsLayoutException">No release that is known uses its signature.</exception>
    internal static BoardSettings Decode(SerialisedConfiguration configuration) => TryDecode(configuration)
        ?? throw new UnknownSettingsLayoutException(configuration.Kind, configuration.Signature, configuration.Bytes.Length);

    /// <summary>Decodes a configuration, or returns <see langword="null"/>: no release that is known uses its signature.</summary>
    internal static BoardSettings? TryDecode(SerialisedConfiguration configuration) =>
        SettingsLayouts.Find(configuration) is { } layout ? new BoardSettings(layout, [.. layout.Decode(configuration)]) : null;

    /// <summary>The value of a name; <see langword="null"/>: the layout does not have it.</summary>
    public SettingValue? Find(string name) => _places.TryGetValue(name, out int place) ? _values[place] : null;

    /// <summary>Returns the settings with one value changed, as the user writes it: a label, several labels separated by commas, or a
    /// number.</summary>
    /// <returns>The settings, or the problem of the name or the value.</returns>
    public (BoardSettings? Settings, SettingProblem Problem) With(string name, string value)
    {
        if (Find(name) is not { } present)
        {
            return (null, SettingProblem.NoSuchSetting);
        }

        var (parsed, problem) = SettingValue.Parse(present.Field, value);
        return parsed is { } changed ? (With(changed), problem) : (null, problem);
    }

    /// <summary>Encodes the settings for the firmware.</summary>
    internal SerialisedConfiguration Encode()
    {
        byte[] bytes = new byte[Layout.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, Signature);
        foreach (var value in _values)
        {
            value.Write(bytes);
        }

        return SerialisedConfiguration.From(Kind, bytes);
    }

    /// <summary>The same settings with one value changed.</summary>
    internal BoardSettings With(SettingValue value)
    {
        var values = (SettingValue[])_values.Clone();
        values[_places[value.Field.Name]] = value;
        return new BoardSettings(Layout, values);
    }

    /// <summary>Settings of a layout; those of a file may lack some, and cannot be encoded.</summary>
    internal static BoardSettings Of(SettingsLayout layout, IEnumerable<SettingValue> values) => new(layout, [.. values]);
}
