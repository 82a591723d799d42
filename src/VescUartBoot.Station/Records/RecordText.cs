using System.Globalization;
using System.Text;

namespace VescUartBoot.Station.Records;

/// <summary>Records as lines for a terminal.</summary>
internal static class RecordText
{
    /// <summary>A line for each record.</summary>
    public static string Of(IReadOnlyList<StationRecord> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            var job = record.Job;
            text.Append(CultureInfo.InvariantCulture, $"{job.Ended.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC  ");
            text.Append(CultureInfo.InvariantCulture, $"{job.Uuid ?? "no board",-24}  {Plain(job.Hardware),-12}  {job.Verdict}");
            text.Append(record.Lot is { } lot ? $"  lot {Plain(lot)}" : "");
            text.Append(record.Serial is { } serial ? $"  serial {Plain(serial)}" : "");
            text.Append(job.Bootloader is { } b ? $"  bootloader {b.Before} -> {b.After}" : "");
            text.Append(record.Waits == true ? "  waits for delivery\n" : "\n");
        }

        return records.Count == 0 ? "no jobs\n" : text.ToString();
    }

    // A terminal obeys what a board may have in its name.
    private static string Plain(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? '?' : c));
}
