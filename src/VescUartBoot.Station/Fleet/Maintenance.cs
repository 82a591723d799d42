namespace VescUartBoot.Station.Fleet;

/// <summary>When a board may begin, by the clock on the wall of the site.</summary>
/// <remarks>
/// A time that the clock jumps over in spring does not come, so a window inside the jump is closed that night; a time that it shows
/// twice in autumn is in the window twice.
/// </remarks>
internal sealed record Maintenance
{
    /// <summary>Name of the time zone in the IANA database, such as <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The windows.</summary>
    public required IReadOnlyList<MaintenanceWindow> Windows { get; init; }

    /// <summary>Whether this machine knows the time zone.</summary>
    public bool IsZoneKnown => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _);

    /// <summary>Whether a board may begin now. False where this machine does not know the time zone.</summary>
    public bool IsOpen(DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
        {
            return false;
        }

        var wall = TimeZoneInfo.ConvertTime(now, zone);
        return Windows.Any(w => w.Contains(wall.DayOfWeek, TimeOnly.FromTimeSpan(wall.TimeOfDay)));
    }
}
