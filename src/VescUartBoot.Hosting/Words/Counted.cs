using System.Globalization;

namespace VescUartBoot.Hosting.Words;

/// <summary>Numbers with their noun.</summary>
public static class Counted
{
    /// <summary>Such as <c>1 board</c> or <c>2 boards</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun in the singular; its plural ends with s.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
