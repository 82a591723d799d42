namespace VescUartBoot.Tracing;

/// <summary>Definitions shared by writer and reader of traces.</summary>
internal static class TraceFormat
{
    public const string FirstLine = "# vescboot trace 1";
    public const string AnyFirstLine = "# vescboot trace ";
    public const string Started = "# started ";
    public const string Port = "# port ";

    /// <summary>Largest number of bytes in one line. Longer data is split into several lines.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Most characters of a note or comment that the writer makes; the rest is cut off.</summary>
    public const int MaxText = 1000;

    /// <summary>Most characters of a line: all bytes, each apart from the next, and a text.</summary>
    public const int MaxLine = (3 * MaxBytes) + MaxText + 64;

    /// <summary>From this many equal bytes on they are written as <c>00*520</c>.</summary>
    public const int MinRun = 16;
}
