using System.Globalization;
using System.Runtime.InteropServices;

namespace VescUartBoot.Cli.Arguments;

/// <summary>The range of whole numbers of an option.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberRange(int Min, int Max)
{
    public bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= Min && value <= Max;

    public override string ToString() => $"a whole number from {Min} to {Max}";
}
