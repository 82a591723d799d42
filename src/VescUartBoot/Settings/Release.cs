using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>A release as VESC writes it, such as <c>5.03</c>.</summary>
internal readonly record struct Release(int Major, int Minor) : IComparable<Release>
{
    /// <summary>Parses a release in the data shipped with the library.</summary>
    public static Release Parse(string text)
    {
        string[] parts = text.Split('.');
        return new Release(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public int CompareTo(Release other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor:D2}");

    /// <summary>Earlier.</summary>
    public static bool operator <(Release left, Release right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Release left, Release right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(Release left, Release right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(Release left, Release right) => left.CompareTo(right) >= 0;
}
