namespace VescUartBoot.Tracing;

/// <summary>One line of a trace.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Time">Time since the trace began, if the line tells it.</param>
/// <param name="Bytes">The bytes; none for a note or a comment.</param>
/// <param name="Text">The note, the comment line, or the comment behind the bytes; empty if there is none.</param>
internal sealed record TraceRecord(int Line, TraceKind Kind, TimeSpan? Time, ReadOnlyMemory<byte> Bytes, string Text);
