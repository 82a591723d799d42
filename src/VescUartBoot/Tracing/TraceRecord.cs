namespace VescUartBoot.Tracing;

/// <summary>One line of a trace.</summary>
/// <param name="Line">Line number in the file, from 1.</param>
/// <param name="Kind">Kind of the line.</param>
/// <param name="Time">Time since the start of the trace, if the line has one.</param>
/// <param name="Bytes">The bytes; none for a note or a comment.</param>
/// <param name="Text">The note, the comment line, or the comment after the bytes; empty if there is none.</param>
internal sealed record TraceRecord(int Line, TraceKind Kind, TimeSpan? Time, ReadOnlyMemory<byte> Bytes, string Text);
