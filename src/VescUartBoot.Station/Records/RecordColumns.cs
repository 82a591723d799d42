using System.Globalization;

namespace VescUartBoot.Station.Records;

/// <summary>What both databases and the CSV file write of a record in the same form.</summary>
internal static class RecordColumns
{
    /// <summary>A time as it is stored: it sorts as text.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        CultureInfo.InvariantCulture);

    /// <summary>The text that a search looks through.</summary>
    public static string SearchText(StationRecord record) => string.Join('\n', new[]
    {
        record.Job.Uuid, record.Job.Hardware, record.Lot, record.Serial, record.Job.Verdict, record.Job.Operator, record.Job.Station,
        record.Recipe, record.Job.Image,
    }.OfType<string>());
}
