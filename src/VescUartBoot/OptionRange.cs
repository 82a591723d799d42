using System.Globalization;
using System.Runtime.CompilerServices;

namespace VescUartBoot;

/// <summary>Checks the documented range of an option when it is set.</summary>
internal static class OptionRange
{
    /// <exception cref="OptionRangeException"><paramref name="value"/> is out of range.</exception>
    public static int Require(int value, int least, int most, [CallerMemberName] string option = "") =>
        value >= least && value <= most ? value : throw new OptionRangeException(option, $"{value}", $"{least}", $"{most}");

    /// <inheritdoc cref="Require(int, int, int, string)"/>
    public static double Require(double value, double least, double most, [CallerMemberName] string option = "") =>
        value >= least && value <= most ? value
        : throw new OptionRangeException(option, value.ToString(CultureInfo.InvariantCulture), least.ToString(CultureInfo.InvariantCulture),
            most.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Require(int, int, int, string)"/>
    public static TimeSpan RequireMilliseconds(TimeSpan value, double least, double most, [CallerMemberName] string option = "") =>
        value >= TimeSpan.FromMilliseconds(least) && value <= TimeSpan.FromMilliseconds(most) ? value
        : throw new OptionRangeException(option, Text(value.TotalMilliseconds), Text(least), Text(most));

    private static string Text(double milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.###} s");
}
