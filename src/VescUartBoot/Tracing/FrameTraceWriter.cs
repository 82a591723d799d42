using System.Buffers;
using System.Globalization;
using VescUartBoot.Framing;

namespace VescUartBoot.Tracing;

/// <summary>Writes a trace as text, one line per event, in the format of <c>docs/trace-format.md</c>.</summary>
/// <remarks>
/// Thread-safe, and callers do not wait for the disk: a separate task writes each line when it is complete, and <see cref="Dispose"/> waits
/// for the rest. A trace must never end or delay a job: the first error, such as a full disk or a delay of more than
/// <see cref="MostWaiting"/> characters, is stored in <see cref="Error"/>, and nothing is written after it.
/// </remarks>
public sealed class FrameTraceWriter : IFrameTrace, IDisposable
{
    /// <summary>Largest number of characters that wait for the disk.</summary>
    public const int MostWaiting = 16 * 1024 * 1024;

    private const int TimeWidth = 11;
    private const string HexDigits = "0123456789ABCDEF";

    private static readonly TimeSpan _endsWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TextWriter _writer;
    private readonly TimeProvider _time;
    private readonly PayloadDescriber _describe;
    private readonly long _start;
    private readonly char[] _line = new char[TraceFormat.MaxLine];
    private ArrayBufferWriter<char> _waiting = new();
    private ArrayBufferWriter<char> _underWay = new();
    private Task _writing = Task.CompletedTask;
    private int _length;
    private bool _isWriting;
    private bool _closed;

    /// <summary>Writes the header. The trace owns <paramref name="writer"/> from then on.</summary>
    /// <param name="writer">Destination of the text.</param>
    /// <param name="time">The clock for the start time and the time of each event.</param>
    /// <param name="port">Name of the port, for the header.</param>
    /// <param name="describe">Describes the payload in the comment after each frame.</param>
    internal FrameTraceWriter(TextWriter writer, TimeProvider time, string port, PayloadDescriber describe)
    {
        (_writer, _time, _describe, _start) = (writer, time, describe, time.GetTimestamp());
        WriteLine(' ', default, TraceFormat.FirstLine);
        WriteLine(' ', default,
            TraceFormat.Started + time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteLine(' ', default, TraceFormat.Port + port);
    }

    /// <summary>The error that ended the trace early; <see langword="null"/> if there is none.</summary>
    public Exception? Error { get; private set; }

    /// <inheritdoc/>
    public void Sent(ReadOnlySpan<byte> bytes) => WriteBytes('>', bytes);

    /// <inheritdoc/>
    public void Received(ReadOnlySpan<byte> frame) => WriteBytes('<', frame);

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> bytes) => WriteBytes('?', bytes);

    /// <inheritdoc/>
    public void Note(string text) => WriteLine('!', default, text);

    /// <summary>Waits until all lines so far are written, at most 5 s.</summary>
    /// <returns>True if they are written or the trace has ended early.</returns>
    public bool Flush()
    {
        Task writing;
        lock (_lock)
        {
            writing = _writing;
        }

        return writing.Wait(_endsWithin);
    }

    /// <summary>Writes the remaining lines, for at most 5 s, and closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        if (!Flush())
        {
            Error ??= new IOException("the disk did not accept its end in time");
            return;
        }

        try
        {
            _writer.Dispose();
        }
        catch (Exception e)
        {
            Error ??= e;
        }
    }

    private void WriteBytes(char mark, ReadOnlySpan<byte> bytes)
    {
        // No frame is longer than a line. Longer noise is split; another event between its lines does no harm.
        for (; bytes.Length > TraceFormat.MaxBytes; bytes = bytes[TraceFormat.MaxBytes..])
        {
            WriteLine(mark, bytes[..TraceFormat.MaxBytes], null);
        }

        WriteLine(mark, bytes, null);
    }

    private void WriteLine(char mark, ReadOnlySpan<byte> bytes, string? text)
    {
        lock (_lock)
        {
            if (Error is not null || _closed)
            {
                return;
            }

            try
            {
                _length = 0;
                if (mark != ' ')
                {
                    PutTime();
                    Put([' ', mark, ' ']);
                }

                PutBytes(bytes);
                if (text is null && mark != '?' && Describe(bytes, fromBoard: mark == '<') is { Length: > 0 } comment)
                {
                    Put("  # ");
                    text = comment;
                }

                PutText(text);
                Put("\n");
                Hand(_line.AsSpan(0, _length));
            }
            catch (Exception e)
            {
                Error = e;
            }
        }
    }

    // Called under the lock.
    private void Hand(ReadOnlySpan<char> line)
    {
        if (_waiting.WrittenCount > MostWaiting)
        {
            throw new IOException("the disk is too slow for it");
        }

        _waiting.Write(line);
        if (!_isWriting)
        {
            _isWriting = true;
            _writing = Task.Run(WriteWaiting);
        }
    }

    private void WriteWaiting()
    {
        while (TakeWaiting())
        {
            try
            {
                _writer.Write(_underWay.WrittenSpan);
                _writer.Flush();
            }
            catch (Exception e)
            {
                lock (_lock)
                {
                    Error ??= e;
                    _isWriting = false;
                    return;
                }
            }
        }
    }

    private bool TakeWaiting()
    {
        lock (_lock)
        {
            _underWay.ResetWrittenCount();
            (_waiting, _underWay) = (_underWay, _waiting);
            return _isWriting = _underWay.WrittenCount > 0;
        }
    }

    private string Describe(ReadOnlySpan<byte> bytes, bool fromBoard)
    {
        var candidate = Frame.Examine(bytes);
        return candidate.State == FrameState.Valid && candidate.Length == bytes.Length ? _describe(candidate.PayloadOf(bytes), fromBoard)
            : bytes.ContainsAnyExcept((byte)0) ? ""
            : "flush";
    }

    private void PutTime()
    {
        Span<char> digits = stackalloc char[32];
        _time.GetElapsedTime(_start).TotalSeconds.TryFormat(digits, out int count, "F6", CultureInfo.InvariantCulture);
        for (int i = count; i < TimeWidth; i++)
        {
            Put(" ");
        }

        Put(digits[..count]);
    }

    private void PutBytes(ReadOnlySpan<byte> bytes)
    {
        bool apart = false;
        for (int at = 0, run; at < bytes.Length; at += run)
        {
            run = bytes[at..].IndexOfAnyExcept(bytes[at]);
            run = run < 0 ? bytes.Length - at : run;
            bool repeats = run >= TraceFormat.MinRun;
            if (at > 0 && (repeats || apart))
            {
                Put(" ");
            }

            for (int i = repeats ? run - 1 : 0; i < run; i++)
            {
                Put([HexDigits[bytes[at] >> 4], HexDigits[bytes[at] & 0xF]]);
            }

            if (repeats)
            {
                Put("*");
                run.TryFormat(_line.AsSpan(_length), out int digits, provider: CultureInfo.InvariantCulture);
                _length += digits;
            }

            apart = repeats;
        }
    }

    // Keeps an event on one line, within the length that a reader accepts.
    private void PutText(ReadOnlySpan<char> text)
    {
        foreach (char c in text[..Math.Min(text.Length, TraceFormat.MaxText)])
        {
            _line[_length++] = IsPlain(c) ? c : ' ';
        }
    }

    // A terminal that shows the file would execute control characters.
    private static bool IsPlain(char c) => char.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private void Put(ReadOnlySpan<char> text)
    {
        text.CopyTo(_line.AsSpan(_length));
        _length += text.Length;
    }
}
