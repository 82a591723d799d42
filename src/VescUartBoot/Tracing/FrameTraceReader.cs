using System.Globalization;
using System.Text;
using VescUartBoot.Framing;

namespace VescUartBoot.Tracing;

/// <summary>Reads a trace or a fixture, line by line; holds one line at a time, however long the file is.</summary>
internal sealed class FrameTraceReader
{
    private const double MaxSeconds = 1e9;
    private const int QuotedLength = 40;

    private readonly TextReader _reader;
    private readonly StringBuilder _line = new();
    private string? _next;
    private int _number;
    private bool _cutOff;

    /// <summary>Reads the header.</summary>
    /// <exception cref="TraceFormatException">The text is not a trace, or has a newer format.</exception>
    public FrameTraceReader(TextReader reader)
    {
        _reader = reader;
        _next = ReadLine();
        if (_next != TraceFormat.FirstLine)
        {
            throw new TraceFormatException(1, _next?.StartsWith(TraceFormat.AnyFirstLine, StringComparison.Ordinal) == true
                ? $"\"{Quoted(_next)}\" is another version of the format; this version reads \"{TraceFormat.FirstLine}\""
                : $"this is not a trace: its first line is not \"{TraceFormat.FirstLine}\"");
        }

        _next = ReadLine();
        if (_next?.StartsWith(TraceFormat.Started, StringComparison.Ordinal) == true)
        {
            Started = DateTimeOffset.TryParse(_next[TraceFormat.Started.Length..], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var started)
                ? started
                : throw new TraceFormatException(_number, $"\"{Quoted(_next)}\" tells no time such as 2026-08-13T09:41:07.123Z");
            _next = ReadLine();
        }

        if (_next?.StartsWith(TraceFormat.Port, StringComparison.Ordinal) == true)
        {
            Port = _next[TraceFormat.Port.Length..];
            _next = ReadLine();
        }
    }

    /// <summary>Whether a file that begins with this line is a trace, of this version of the format or another.</summary>
    public static bool IsTrace(string firstLine) => firstLine.StartsWith(TraceFormat.AnyFirstLine, StringComparison.Ordinal);

    /// <summary>Start time of the trace; optional in fixtures.</summary>
    public DateTimeOffset? Started { get; }

    /// <summary>Port of the trace; optional in fixtures.</summary>
    public string? Port { get; }

    /// <summary>The lines in order, without empty ones.</summary>
    /// <exception cref="TraceFormatException">A line is not valid.</exception>
    public IEnumerable<TraceRecord> ReadAll()
    {
        for (; _next is not null; _next = ReadLine())
        {
            if (_next.Length > 0)
            {
                yield return Parse(_next);
            }
        }
    }

    private TraceRecord Parse(string line)
    {
        if (line[0] == '#')
        {
            return new TraceRecord(_number, TraceKind.Comment, null, default, line[1..].Trim());
        }

        var rest = line.AsSpan();
        var time = TakeTime(ref rest);
        var kind = (rest.IsEmpty ? ' ' : rest[0]) switch
        {
            '>' => TraceKind.Sent,
            '<' => TraceKind.Received,
            '?' => TraceKind.Skipped,
            '!' => TraceKind.Note,
            _ => throw Wrong($"\"{Quoted(line)}\" is not an event: > < ? or ! is missing"),
        };
        rest = rest[1..];
        if (kind == TraceKind.Note)
        {
            return new TraceRecord(_number, kind, time, default, rest.Trim().ToString());
        }

        int comment = rest.IndexOf('#');
        string text = comment < 0 ? "" : rest[(comment + 1)..].Trim().ToString();
        byte[] bytes = ParseBytes(comment < 0 ? rest : rest[..comment]);
        if (kind == TraceKind.Received && Frame.Examine(bytes) is var frame
            && (frame.State != FrameState.Valid || frame.Length != bytes.Length))
        {
            throw Wrong("the bytes behind < are not one whole frame with the right CRC; bytes outside frames stand behind ?");
        }

        return new TraceRecord(_number, kind, time, bytes, text);
    }

    private TimeSpan? TakeTime(ref ReadOnlySpan<char> rest)
    {
        if (!char.IsAsciiDigit(rest[0]))
        {
            return null;
        }

        int end = rest.IndexOfAny(' ', '\t');
        var word = end < 0 ? rest : rest[..end];
        if (!double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            || seconds > MaxSeconds)
        {
            throw Wrong($"\"{Quoted(word)}\" is not a time in seconds");
        }

        rest = rest[word.Length..].TrimStart();
        return TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
    }

    private byte[] ParseBytes(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>();
        foreach (var range in text.SplitAny(' ', '\t'))
        {
            var group = text[range];
            if (group.IsEmpty)
            {
                continue;
            }

            int star = group.IndexOf('*');
            int times = 1;
            if (star >= 0 && (star != 2 || !int.TryParse(group[3..], NumberStyles.None, CultureInfo.InvariantCulture, out times)
                || times < 1))
            {
                throw Wrong($"\"{Quoted(group)}\" is not a repeat such as 00*520");
            }

            var digits = star < 0 ? group : group[..star];
            if (digits.Length % 2 != 0 || digits.ContainsAnyExcept(_hexDigits))
            {
                throw Wrong($"\"{Quoted(group)}\" is not a row of hexadecimal bytes");
            }

            byte[] decoded = Convert.FromHexString(digits);
            if (bytes.Count + ((long)decoded.Length * times) > TraceFormat.MaxBytes)
            {
                throw Wrong($"more than {TraceFormat.MaxBytes} bytes");
            }

            bytes.AddRange(times == 1 ? decoded : Enumerable.Repeat(decoded[0], times));
        }

        return bytes.Count > 0 ? [.. bytes] : throw Wrong("there are no bytes");
    }

    private static readonly System.Buffers.SearchValues<char> _hexDigits = System.Buffers.SearchValues.Create("0123456789ABCDEFabcdef");

    // Not TextReader.ReadLine: a file without line ends would be read into memory whole.
    private string? ReadLine()
    {
        _line.Clear();
        _number++;
        for (int c; (c = _reader.Read()) != '\n';)
        {
            if (c < 0)
            {
                _cutOff = _line.Length > 0;
                return _cutOff ? _line.ToString().Trim() : null;
            }

            _line.Append((char)c);
            if (_line.Length > TraceFormat.MaxLine)
            {
                throw new TraceFormatException(_number, $"longer than {TraceFormat.MaxLine} characters: this is not a trace");
            }
        }

        return _line.ToString().Trim();
    }

    private TraceFormatException Wrong(string problem) =>
        new(_number, _cutOff ? problem + " (the file ends in the middle of this line)" : problem);

    // Quoted text may contain anything, and is shown on a terminal.
    private static string Quoted(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder();
        foreach (char c in text[..Math.Min(text.Length, QuotedLength)])
        {
            quoted.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return text.Length > QuotedLength ? $"{quoted}…" : quoted.ToString();
    }
}
