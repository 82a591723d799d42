namespace VescUartBoot.Settings;

/// <summary>One field of a layout.</summary>
/// <param name="Name">The firmware's name, such as <c>l_current_max</c>.</param>
/// <param name="Type">What it means.</param>
/// <param name="Wire">How it is serialised.</param>
/// <param name="Scale">What a <see cref="WireForm.Float16"/> is multiplied by; 1 for the other forms.</param>
/// <param name="Labels">The labels of an enum or a bitfield, by index; else empty.</param>
/// <param name="Offset">Where it begins, in bytes from the signature's start.</param>
internal sealed record SettingField(string Name, SettingType Type, WireForm Wire, float Scale, IReadOnlyList<string> Labels, int Offset)
{
    /// <summary>Its length in bytes.</summary>
    public int Length => Wire switch
    {
        WireForm.U8 or WireForm.I8 => 1,
        WireForm.U16 or WireForm.I16 or WireForm.Float16 => 2,
        _ => 4,
    };
}
