using System.Globalization;
using System.Text;

using VescUartBoot.Tracing;

namespace VescUartBoot.Station.Work;

/// <summary>Keeps the last frames of a job, for the record of one that fails. What is older is left out and counted.</summary>
/// <param name="port">Name of the port.</param>
/// <param name="time">Tells the time of each event.</param>
internal sealed class FailureTrace(string port, TimeProvider time) : IFrameTrace
{
    /// <summary>The most bytes of frames. As text they take about twice as much.</summary>
    public const int MostBytes = 24 * 1024;

    /// <summary>The most events.</summary>
    public const int MostEvents = 500;

    private const int MostNote = 200;

    private readonly Lock _lock = new();
    private readonly Queue<(TimeSpan At, char Mark, byte[] Bytes, string? Note)> _events = new();
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();
    private int _bytes;
    private long _leftOut;

    /// <inheritdoc/>
    public void Sent(ReadOnlySpan<byte> bytes) => Add('>', bytes, null);

    /// <inheritdoc/>
    public void Received(ReadOnlySpan<byte> frame) => Add('<', frame, null);

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> bytes) => Add('?', bytes, null);

    /// <inheritdoc/>
    public void Note(string text) => Add('!', default, text);

    /// <summary>The events in the format of <c>docs/trace-format.md</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_lock)
        {
            text.Append(CultureInfo.InvariantCulture, $"{TraceFormat.FirstLine}\n");
            text.Append(CultureInfo.InvariantCulture, $"{TraceFormat.Started}{_started.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");
            text.Append(CultureInfo.InvariantCulture, $"{TraceFormat.Port}{OneLine(port)}\n");
            if (_leftOut > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"# {_leftOut} earlier events are left out\n");
            }

            foreach (var (at, mark, bytes, note) in _events)
            {
                text.Append(CultureInfo.InvariantCulture, $"{at.TotalSeconds:0.000000} {mark} {note ?? Convert.ToHexString(bytes)}\n");
            }
        }

        return text.ToString();
    }

    private void Add(char mark, ReadOnlySpan<byte> bytes, string? note)
    {
        // A line has an end, and noise may have none.
        byte[] kept = bytes[..Math.Min(bytes.Length, TraceFormat.MaxBytes)].ToArray();
        lock (_lock)
        {
            _events.Enqueue((time.GetElapsedTime(_start), mark, kept, note is null ? null : OneLine(note)));
            _bytes += kept.Length;
            while (_bytes > MostBytes || _events.Count > MostEvents)
            {
                _bytes -= _events.Dequeue().Bytes.Length;
                _leftOut++;
            }
        }
    }

    private static string OneLine(string text) =>
        string.Concat(text.Take(MostNote).Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
