using VescUartBoot.Hosting.History;

namespace VescUartBoot.Cli.Output;

/// <summary>The history, for a person and for a spreadsheet.</summary>
internal static class HistoryReport
{
    private static readonly (string Name, Func<JobRecord, object?> Value)[] _columns =
    [
        ("begun", r => $"{r.Begun.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
        ("ended", r => $"{r.Ended.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"),
        ("command", r => r.Command),
        ("exitCode", r => r.ExitCode),
        ("verdict", r => r.Verdict),
        ("uuid", r => r.Uuid),
        ("hardware", r => r.Hardware),
        ("port", r => r.Port),
        ("firmwareBefore", r => r.Firmware?.Before),
        ("firmwareAfter", r => r.Firmware?.After),
        ("bootloaderBefore", r => r.Bootloader?.Before),
        ("bootloaderAfter", r => r.Bootloader?.After),
        ("bootloaderSha256", r => r.BootloaderSha256),
        ("image", r => r.Image),
        ("imageSha256", r => r.ImageSha256),
        ("verified", r => r.Verified),
        ("retries", r => r.Retries),
        ("corruptFrames", r => r.CorruptFrames),
        ("seconds", r => r.Seconds),
        ("tool", r => r.Tool),
        ("operator", r => r.Operator),
        ("station", r => r.Station),
        ("message", r => r.Message),
    ];

    /// <summary>Column names.</summary>
    public static string CsvHeader { get; } = string.Join(',', _columns.Select(c => c.Name));

    /// <summary>Returns a job as a CSV line (RFC 4180).</summary>
    public static string CsvLine(JobRecord record) =>
        string.Join(',', _columns.Select(c => Cell(FormattableString.Invariant($"{c.Value(record)}"))));

    private static readonly Table _table = new(("local time", 16), ("board", 24), ("job", 0));

    /// <summary>Headings for a person; rows that are lists have none.</summary>
    public static IEnumerable<string> Head(int width) => _table.Head(width).DefaultIfEmpty("Times are local.");

    /// <summary>Returns a job as a row for a person.</summary>
    public static IEnumerable<string> Row(JobRecord record, int width) => _table.Row(width, [.. Cells(record).Select(TerminalText.Of)]);

    private static string[] Cells(JobRecord r)
    {
        string firmware = r.Firmware is { Before: { } before }
            ? r.Firmware.After is { } after && after != before ? $"{before} to {after}" : before
            : "";
        string bootloader = r.Bootloader is { } b ? b.Before == b.After ? $"bootloader {b.After}" : $"bootloader {b.Before}, now {b.After}"
            : "";
        string by = string.Join(", ", new[] { r.Operator, r.Station }.Where(t => t is not null));
        return
        [
            $"{r.Begun.ToLocalTime():yyyy-MM-dd HH:mm}",
            r.Uuid ?? (r.Hardware is null && r.Firmware is null ? $"- {r.Port}".TrimEnd() : "without a UUID"),
            string.Join(", ", new[]
            {
                $"{r.Command}: {(r.ExitCode == 0 ? r.Verdict : $"{r.Verdict} ({r.ExitCode})")}",
                $"{r.Hardware} {firmware}".Trim(),
                bootloader,
                r.Image,
                by.Length == 0 ? "" : $"by {by}",
            }.Where(t => !string.IsNullOrEmpty(t))),
        ];
    }

    // Spreadsheets execute cells that begin like a formula; names come from boards and files.
    private static string Cell(string text)
    {
        string harmless = TerminalText.Of(text);
        harmless = harmless.Length > 0 && harmless[0] is '=' or '+' or '-' or '@' ? $"'{harmless}" : harmless;
        return harmless.AsSpan().ContainsAny(',', '"') ? $"\"{harmless.Replace("\"", "\"\"")}\"" : harmless;
    }
}
