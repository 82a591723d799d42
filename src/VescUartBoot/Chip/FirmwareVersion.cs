namespace VescUartBoot.Chip;

/// <summary>A firmware version as VESC writes it: major, two-digit minor, number of the test build (0 for a release).</summary>
public readonly record struct FirmwareVersion(byte Major, byte Minor, byte Test = 0) : IComparable<FirmwareVersion>
{
    /// <summary>Whether this is a test build.</summary>
    public bool IsTestBuild => Test != 0;

    /// <summary>Parses a release version as VESC writes it, with two digits after the point: <c>6.05</c>.</summary>
    public static bool TryParse(string? text, out FirmwareVersion version)
    {
        version = default;
        string[] parts = (text ?? "").Split('.');
        if (parts is not [var major, { Length: 2 } minor]
            || !byte.TryParse(major, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out byte first)
            || !byte.TryParse(minor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out byte second))
        {
            return false;
        }

        version = new FirmwareVersion(first, second);
        return true;
    }

    /// <summary>Compares major, then minor; a test build comes before its release.</summary>
    public int CompareTo(FirmwareVersion other) => Key.CompareTo(other.Key);

    private int Key => (Major << 16) | (Minor << 8) | (Test == 0 ? 256 - 1 : Test - 1);

    /// <summary>Whether the firmware has the features of release <paramref name="major"/>.<paramref name="minor"/>; a test build of that
    /// release counts.</summary>
    public bool HasFeaturesOf(int major, int minor) => (Major, Minor).CompareTo(((byte)major, (byte)minor)) >= 0;

    /// <summary><c>6.05</c>, or <c>7.01 test 1</c>.</summary>
    public override string ToString() => Test == 0 ? $"{Major}.{Minor:D2}" : $"{Major}.{Minor:D2} test {Test}";

    /// <summary>Earlier.</summary>
    public static bool operator <(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(FirmwareVersion left, FirmwareVersion right) => left.CompareTo(right) >= 0;
}
