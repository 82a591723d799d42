using System.Globalization;
using System.Text.Json.Nodes;
using VescUartBoot.Framing;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Replay;

/// <summary>Decodes a trace into a list of messages.</summary>
internal sealed class TraceConversation : IFrameSink
{
    // Pauses worth reporting: longer than a board takes for anything except flash work.
    private static readonly TimeSpan _gap = TimeSpan.FromMilliseconds(300);

    private const int ShownBytes = 12;

    private readonly FrameDecoder _decoder;
    private readonly FrameDecoder _fromHost;
    private readonly List<(bool FromBoard, byte[] Payload)> _frames = [];
    private readonly List<byte> _noise = [];
    private readonly List<TraceTurn> _turns = [];
    private TimeSpan? _last;
    private bool _fromBoard;

    private TraceConversation()
    {
        _decoder = new FrameDecoder(this);
        _fromHost = new FrameDecoder(this);
    }

    /// <summary>Number of frames to the board.</summary>
    public int Sent { get; private set; }

    /// <summary>Number of frames from the board.</summary>
    public int Received { get; private set; }

    /// <summary>Number of bytes from the board outside frames.</summary>
    public int CorruptBytes { get; private set; }

    /// <summary>Time of the last line, if the trace has times.</summary>
    public TimeSpan? Length => _last;

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>All messages, in order.</summary>
    public IReadOnlyList<TraceTurn> Turns => _turns;

    /// <summary>Reads a trace to its end.</summary>
    /// <exception cref="TraceFormatException">A line is not valid in a trace.</exception>
    public static TraceConversation Of(FrameTraceReader trace)
    {
        var conversation = new TraceConversation();
        foreach (var record in trace.ReadAll())
        {
            conversation.Take(record);
        }

        return conversation;
    }

    void IFrameSink.OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame) => _frames.Add((_fromBoard, payload.ToArray()));

    void IFrameSink.OnSkipped(ReadOnlySpan<byte> bytes) => _noise.AddRange(bytes);

    private void Take(TraceRecord record)
    {
        if (record.Kind == TraceKind.Comment)
        {
            return;
        }

        if (record.Time is { } time)
        {
            var gap = _last is { } last ? time - last : TimeSpan.Zero;
            LongestGap = gap > LongestGap ? gap : LongestGap;
            if (gap >= _gap)
            {
                Add(record, Speaker.Silence, null, string.Create(CultureInfo.InvariantCulture, $"{gap.TotalSeconds:0.0} s of silence"));
            }

            _last = time;
        }

        switch (record.Kind)
        {
            case TraceKind.Note:
                Add(record, Speaker.Link, null, record.Text);
                break;

            case TraceKind.Skipped:
                CorruptBytes += record.Bytes.Length;
                Add(record, Speaker.Noise, null, $"{Bytes(record.Bytes.Span)} that {(record.Bytes.Length == 1 ? "is" : "are")} no frame");
                break;

            default:
                TakeFrame(record);
                break;
        }
    }

    private void TakeFrame(TraceRecord record)
    {
        _fromBoard = record.Kind == TraceKind.Received;
        var decoder = _fromBoard ? _decoder : _fromHost;
        decoder.Append(record.Bytes.Span);
        decoder.Clear();
        foreach (var (fromBoard, payload) in _frames)
        {
            Sent += fromBoard ? 0 : 1;
            Received += fromBoard ? 1 : 0;
            Add(record, fromBoard ? Speaker.Board : Speaker.Host, CommandWords.Of(payload[0]), PayloadText.Of(payload, fromBoard));
        }

        if (_noise.Count > 0)
        {
            bool flush = !_fromBoard && _noise.TrueForAll(b => b == 0);
            CorruptBytes += _fromBoard ? _noise.Count : 0;
            Add(record, flush ? Speaker.Host : Speaker.Noise, null, flush
                ? $"{_noise.Count} zero bytes, to end whatever half frame the board may hold"
                : $"{Bytes([.. _noise])} to the board that {(_noise.Count == 1 ? "is" : "are")} no frame");
        }

        _frames.Clear();
        _noise.Clear();
    }

    private void Add(TraceRecord record, Speaker speaker, string? command,
        string text) => _turns.Add(new TraceTurn(record.Line, record.Time, speaker, command, text));

    private static string Bytes(ReadOnlySpan<byte> bytes) =>
        $"{bytes.Length} {(bytes.Length == 1 ? "byte" : "bytes")} "
            + $"({Convert.ToHexString(bytes[..Math.Min(bytes.Length, ShownBytes)])}{(bytes.Length > ShownBytes ? "…" : "")})";
}
