namespace VescUartBoot.Framing;

/// <summary>What a line of a trace tells.</summary>
public enum TraceKind
{
    /// <summary><c>&gt;</c>: bytes to the board, a frame or the zeros of a flush.</summary>
    Sent,

    /// <summary><c>&lt;</c>: a whole frame from the board.</summary>
    Received,

    /// <summary><c>?</c>: bytes from the board that are no frame.</summary>
    Skipped,

    /// <summary><c>!</c>: something that happened to the link, in words.</summary>
    Note,

    /// <summary><c>#</c>: a line for the reader only.</summary>
    Comment,
}

/// <summary>One line of a trace.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Time">Time since the trace began, if the line tells it.</param>
/// <param name="Bytes">The bytes; none for a note or a comment.</param>
/// <param name="Text">The note, the comment line, or the comment behind the bytes; empty if there is none.</param>
public sealed record TraceRecord(int Line, TraceKind Kind, TimeSpan? Time, ReadOnlyMemory<byte> Bytes, string Text);

/// <summary>A trace or fixture that cannot be read.</summary>
/// <param name="line">Number of the line, from 1.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class TraceFormatException(int line, string problem) : VescException($"line {line}: {problem}")
{
    /// <summary>Number of the line, from 1.</summary>
    public int Line { get; } = line;
}

/// <summary>What writer and reader of traces agree on.</summary>
internal static class TraceFormat
{
    public const string FirstLine = "# vescboot trace 1";
    public const string AnyFirstLine = "# vescboot trace ";
    public const string Started = "# started ";
    public const string Port = "# port ";

    /// <summary>Most bytes of one line. What is longer is written as several lines.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Most characters of a note or comment that the writer makes; the rest is cut off.</summary>
    public const int MaxText = 1000;

    /// <summary>Most characters of a line: all bytes, each apart from the next, and a text.</summary>
    public const int MaxLine = (3 * MaxBytes) + MaxText + 64;

    /// <summary>From this many equal bytes on they are written as <c>00*520</c>.</summary>
    public const int MinRun = 16;
}
