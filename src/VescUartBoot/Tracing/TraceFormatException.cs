namespace VescUartBoot.Tracing;

/// <summary>A trace or fixture that cannot be read.</summary>
/// <param name="line">Number of the line, from 1.</param>
/// <param name="problem">The problem.</param>
internal sealed class TraceFormatException(int line, string problem) : VescException($"line {line}: {problem}")
{
    /// <summary>Number of the line, from 1.</summary>
    public int Line { get; } = line;
}
