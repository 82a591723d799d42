using System.Globalization;
using System.Text;

namespace VescUartBoot.Station.Records;

/// <summary>Records as CSV (RFC 4180), for a spreadsheet.</summary>
internal static class RecordCsv
{
    private const string FormulaStarts = "=+-@\t\r";

    private static readonly (string Name, Func<StationRecord, string?> Value)[] _columns =
    [
        ("id", r => r.Id.ToString()),
        ("begun", r => RecordColumns.TimeText(r.Job.Begun)),
        ("ended", r => RecordColumns.TimeText(r.Job.Ended)),
        ("seconds", r => r.Job.Seconds?.ToString(CultureInfo.InvariantCulture)),
        ("station", r => r.Job.Station),
        ("operator", r => r.Job.Operator),
        ("lot", r => r.Lot),
        ("serial", r => r.Serial),
        ("recipe", r => r.Recipe),
        ("uuid", r => r.Job.Uuid),
        ("hardware", r => r.Job.Hardware),
        ("port", r => r.Job.Port),
        ("command", r => r.Job.Command),
        ("verdict", r => r.Job.Verdict),
        ("firmwareBefore", r => r.Job.Firmware?.Before),
        ("firmwareAfter", r => r.Job.Firmware?.After),
        ("bootloaderBefore", r => r.Job.Bootloader?.Before),
        ("bootloaderAfter", r => r.Job.Bootloader?.After),
        ("bootloaderSha256", r => r.Job.BootloaderSha256),
        ("image", r => r.Job.Image),
        ("imageSha256", r => r.Job.ImageSha256),
        ("settings", r => r.Job.Settings is { } files ? string.Join("; ", files.Select(f => $"{f.File} {f.Sha256}")) : null),
        ("verified", r => r.Job.Verified),
        ("message", r => r.Job.Message),
        ("boardState", r => r.Job.BoardState),
        ("evidence", r => r.Evidence),
        ("waits", r => r.Waits == true ? "yes" : null),
    ];

    /// <summary>The table with a line of names.</summary>
    public static string Of(IEnumerable<StationRecord> records)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', _columns.Select(c => c.Name)).Append("\r\n");
        foreach (var record in records)
        {
            text.AppendJoin(',', _columns.Select(c => Field(c.Value(record) ?? ""))).Append("\r\n");
        }

        return text.ToString();
    }

    // A spreadsheet runs a field that begins like a formula, and a board chooses its name itself.
    private static string Field(string value)
    {
        string safe = value.Length > 0 && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
