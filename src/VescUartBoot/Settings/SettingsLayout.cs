using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>The layout identified by a signature: the fields of a configuration in wire order.</summary>
/// <param name="Kind">Kind of the configuration.</param>
/// <param name="Signature">The first 4 bytes of every configuration of this layout.</param>
/// <param name="Versions">The releases that use it. Test builds of the same number may use another: only the signature decides.</param>
/// <param name="Fields">The fields.</param>
internal sealed record SettingsLayout(
    ConfigurationKind Kind, uint Signature, IReadOnlyList<string> Versions, IReadOnlyList<SettingField> Fields)
{
    /// <summary>The length of a configuration in bytes, signature included.</summary>
    public int Length => Fields[^1].Offset + Fields[^1].Length;

    /// <summary>The field of a name, if the layout has it.</summary>
    public SettingField? Find(string name) => Fields.FirstOrDefault(f => f.Name == name);

    /// <summary>The values of a configuration of this layout, in the order of the wire.</summary>
    public IReadOnlyList<SettingValue> Decode(SerialisedConfiguration configuration) =>
        [.. Fields.Select(f => SettingValue.Read(f, configuration.Bytes.Span))];
}
