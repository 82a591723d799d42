using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VescUartBoot.Messages;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Framing;

public sealed class FrameTraceTests
{
    private const string Header = "# vescboot trace 1\n";

    private readonly Clock _clock = new();

    [Fact]
    public void A_trace_reads_as_the_documentation_shows_it()
    {
        using var text = new StringWriter();
        var trace = Start(text);
        At(212, () => trace.Note("opened /dev/ttyACM0"));
        At(894, () => trace.Sent(new byte[1030]));
        At(1234, () => trace.Sent(Fixtures.Golden("FW_VERSION req")));
        At(2480, () => trace.Received(Fixtures.Golden("FW_VERSION resp 3.40-like 60")));
        At(10113, () => trace.Skipped([0x03, 0xFF, 0x7A]));

        string expected = """
            # vescboot trace 1
            # started 2026-08-13T09:41:07.123Z
            # port /dev/ttyACM0
               0.000212 ! opened /dev/ttyACM0
               0.000894 > 00*1030  # flush
               0.001234 > 020100000003  # FW_VERSION
               0.002480 < 02120003283630000102030405060708090A0B0CBCAB03  # FW_VERSION 3.40 60
               0.010113 ? 03FF7A

            """;
        Assert.True(trace.Flush());
        Assert.Equal(expected.ReplaceLineEndings("\n"), text.ToString());
        Assert.Null(trace.Error);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        using var text = new StringWriter();
        var trace = Start(text);
        byte[] mixed = [1, .. Enumerable.Repeat((byte)0xFF, 16), .. Enumerable.Repeat((byte)0, 300), 2, .. Enumerable.Repeat((byte)7, 15)];
        At(1, () => trace.Skipped(mixed));
        At(TimeSpan.FromDays(20).Ticks / TimeSpan.TicksPerMicrosecond, () => trace.Received(Fixtures.Golden("payload 512 (i&255)")));
        trace.Note("lost: two\r\nlines # and more");
        trace.Flush();

        var reader = new FrameTraceReader(new StringReader(text.ToString()));
        var records = reader.ReadAll().ToList();

        Assert.Equal(new DateTimeOffset(2026, 8, 13, 9, 41, 7, 123, TimeSpan.Zero), reader.Started);
        Assert.Equal("/dev/ttyACM0", reader.Port);
        Assert.Equal([TraceKind.Skipped, TraceKind.Received, TraceKind.Note], records.Select(r => r.Kind));
        Assert.Equal(mixed, records[0].Bytes.ToArray());
        Assert.Equal(TimeSpan.FromMicroseconds(1), records[0].Time);
        Assert.Equal(Fixtures.Golden("payload 512 (i&255)"), records[1].Bytes.ToArray());
        Assert.Equal(TimeSpan.FromDays(20), records[1].Time);
        Assert.Equal("lost: two  lines # and more", records[2].Text);
        Assert.Equal([4, 5, 6], records.Select(r => r.Line));
    }

    [Fact]
    public void Any_bytes_survive_writing_and_reading() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[], byte, ushort>((start, repeated, count) =>
        {
            byte[] bytes = [.. start, .. Enumerable.Repeat(repeated, count), .. start, 1];
            using var text = new StringWriter();
            using (var trace = Start(text))
            {
                trace.Skipped(bytes);
            }

            var records = new FrameTraceReader(new StringReader(text.ToString())).ReadAll();
            return records.SelectMany(r => r.Bytes.ToArray()).SequenceEqual(bytes);
        }));

    [Fact]
    public void A_fixture_needs_neither_times_nor_a_start()
    {
        var records = Read(Header + "\r\n> 0201 0000\t0003\r\n# a word to the reader\r\n? 00*3 ff\r\n!\r\n1.5 ! it left");

        Assert.Equal([TraceKind.Sent, TraceKind.Comment, TraceKind.Skipped, TraceKind.Note, TraceKind.Note], records.Select(r => r.Kind));
        Assert.Equal(Fixtures.Golden("FW_VERSION req"), records[0].Bytes.ToArray());
        Assert.Null(records[0].Time);
        Assert.Equal("a word to the reader", records[1].Text);
        Assert.Equal([0, 0, 0, 0xFF], records[2].Bytes.ToArray());
        Assert.Equal((TimeSpan.FromSeconds(1.5), "it left"), (records[4].Time, records[4].Text));
        Assert.Equal([3, 4, 5, 6, 7], records.Select(r => r.Line));
    }

    [Theory]
    [InlineData("", "line 1: this is not a trace: its first line is not \"# vescboot trace 1\"")]
    [InlineData("MZ\0\u0001", "line 1: this is not a trace: its first line is not \"# vescboot trace 1\"")]
    [InlineData("# vescboot trace 2\n",
        "line 1: \"# vescboot trace 2\" is another version of the format; this version reads \"# vescboot trace 1\"")]
    [InlineData(Header + "# started yesterday\n", "line 2: \"# started yesterday\" tells no time such as 2026-08-13T09:41:07.123Z")]
    [InlineData(Header + "020100000003\n", "line 2: \"020100000003\" is not a time in seconds")]
    [InlineData(Header + "\n  0.5 = 00\n", "line 3: \"0.5 = 00\" is not an event: > < ? or ! is missing")]
    [InlineData(Header + "0.5\n", "line 2: \"0.5\" is not an event: > < ? or ! is missing")]
    [InlineData(Header + "0,5 > 00\n", "line 2: \"0,5\" is not a time in seconds")]
    [InlineData(Header + "1e400 > 00\n", "line 2: \"1e400\" is not a time in seconds")]
    [InlineData(Header + "hello\u001b[2J\n", "line 2: \"hello\uFFFD[2J\" is not an event: > < ? or ! is missing")]
    [InlineData(Header + "> 020\n", "line 2: \"020\" is not a row of hexadecimal bytes")]
    [InlineData(Header + "> 0x02\n", "line 2: \"0x02\" is not a row of hexadecimal bytes")]
    [InlineData(Header + "> 0001*4\n", "line 2: \"0001*4\" is not a repeat such as 00*520")]
    [InlineData(Header + "> 00*\n", "line 2: \"00*\" is not a repeat such as 00*520")]
    [InlineData(Header + "> 00*0\n", "line 2: \"00*0\" is not a repeat such as 00*520")]
    [InlineData(Header + "> 00*-1\n", "line 2: \"00*-1\" is not a repeat such as 00*520")]
    [InlineData(Header + "> 00*4097\n", "line 2: more than 4096 bytes")]
    [InlineData(Header + "> 00*2147483647 00*2147483647\n", "line 2: more than 4096 bytes")]
    [InlineData(Header + ">  # nothing\n", "line 2: there are no bytes")]
    [InlineData(Header + "< 020100000103\n",
        "line 2: the bytes behind < are not one whole frame with the right CRC; bytes outside frames stand behind ?")]
    [InlineData(Header + "< 02010000000300\n",
        "line 2: the bytes behind < are not one whole frame with the right CRC; bytes outside frames stand behind ?")]
    [InlineData(Header + "> 00\n> 020",
        "line 3: \"020\" is not a row of hexadecimal bytes (the file ends in the middle of this line)")]
    public void Garbage_is_refused_by_its_line(string text, string message)
    {
        var e = Assert.Throws<TraceFormatException>(() => Read(text));
        Assert.Equal(message, e.Message);
        Assert.StartsWith($"line {e.Line}:", e.Message);
    }

    [Fact]
    public void A_file_without_line_ends_is_not_read_into_memory()
    {
        using var endless = new EndlessText(Header);
        var e = Assert.Throws<TraceFormatException>(() => new FrameTraceReader(endless).ReadAll().Count());
        Assert.Equal(2, e.Line);
        Assert.True(endless.Served < 20_000, $"{endless.Served} characters were read");
    }

    [Fact]
    public void Records_come_before_the_file_has_ended()
    {
        using var endless = new EndlessText(Header + "> 00\n");
        Assert.Equal(TraceKind.Sent, new FrameTraceReader(endless).ReadAll().First().Kind);
    }

    [Fact]
    public void A_full_disk_ends_the_trace_and_not_the_job()
    {
        using var disk = new FullDisk(room: 200);
        using (var trace = new FrameTraceWriter(new StreamWriter(disk), _clock, "x", CommandWords.Describe))
        {
            Assert.Null(trace.Error);
            for (int i = 0; i < 100; i++)
            {
                trace.Sent(Fixtures.Golden("FW_VERSION req"));
                trace.Received(Fixtures.Golden("WRITE reply ok +ofs"));
                trace.Skipped([1]);
                trace.Note("more");
                trace.Flush();
            }

            Assert.Equal("full", Assert.IsType<IOException>(trace.Error).Message);
        }

        Assert.Equal(1, disk.Refusals);
        Assert.StartsWith(Header, Encoding.UTF8.GetString(disk.ToArray()));
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_does_not_matter_either()
    {
        using var disk = new FullDisk(room: 0);
        using var trace = new FrameTraceWriter(new StreamWriter(disk), _clock, "x", CommandWords.Describe);
        trace.Sent([0]);
        trace.Flush();
        Assert.IsType<IOException>(trace.Error);
    }

    [Fact]
    public void A_word_that_cannot_be_found_does_not_reach_the_protocol()
    {
        using var text = new StringWriter();
        using var trace = new FrameTraceWriter(text, _clock, "x", (_, _) => throw new InvalidOperationException("no words"));
        trace.Received(Fixtures.Golden("ALIVE"));
        Assert.IsType<InvalidOperationException>(trace.Error);
    }

    [Fact]
    public void Events_after_the_end_are_dropped()
    {
        using var text = new StringWriter();
        var trace = Start(text);
        trace.Dispose();
        trace.Note("late");
        trace.Dispose();
        Assert.DoesNotContain("late", text.ToString());
        Assert.Null(trace.Error);
    }

    [Fact]
    public void Every_line_leaves_without_waiting_for_the_next_event()
    {
        using var file = new MemoryStream();
        using var trace = new FrameTraceWriter(new StreamWriter(file), _clock, "x", CommandWords.Describe);
        trace.Flush();
        long before = file.Length;
        trace.Sent(Fixtures.Golden("ALIVE"));
        trace.Flush();
        Assert.EndsWith("> 02011EF3FF03  # ALIVE\n", Encoding.UTF8.GetString(file.ToArray()));
        Assert.True(file.Length > before);
    }

    [Fact]
    public async Task Lines_of_several_threads_stay_whole()
    {
        using var text = new StringWriter();
        var trace = Start(text);
        byte[] frame = Fixtures.Golden("payload 512 (i&255)");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                trace.Received(frame);
            }
        })));
        trace.Flush();

        var records = new FrameTraceReader(new StringReader(text.ToString())).ReadAll().ToList();
        Assert.Equal(800, records.Count);
        Assert.All(records, r => Assert.Equal(frame, r.Bytes.ToArray()));
    }

    [Fact]
    public void A_note_without_end_is_cut()
    {
        using var text = new StringWriter();
        using (var trace = Start(text))
        {
            trace.Note(new string('x', 1_000_000));
        }

        Assert.Equal(1000, Assert.Single(Read(text.ToString())).Text.Length);
    }

    [Theory]
    [InlineData("FW_VERSION resp 6.05-like 60_MK5", true, "FW_VERSION 6.05 60_MK5")]
    [InlineData("FW_VERSION req", true, "FW_VERSION")]
    [InlineData("FORWARD_CAN 42 FW_VERSION", false, "FORWARD_CAN 42 FW_VERSION")]
    [InlineData("WRITE bl ofs 0x60000 384B", false, "WRITE_NEW_APP_DATA")]
    [InlineData("QMLUI_WRITE minimal", false, "QMLUI_WRITE")]
    [InlineData("LISP_READ_CODE 400 @BL", false, "LISP_READ_CODE")]
    public void The_comment_names_the_command(string frame, bool fromBoard, string comment) =>
        Assert.Equal(comment, CommandWords.Describe(Fixtures.PayloadOf(Fixtures.Golden(frame)), fromBoard));

    [Fact]
    public void An_unknown_command_is_named_by_its_number()
    {
        Assert.Equal("COMM 200", CommandWords.Describe([200, 1, 2], fromBoard: true));
        Assert.Equal("FORWARD_CAN 7 FORWARD_CAN 8 COMM 201", CommandWords.Describe([34, 7, 34, 8, 201], fromBoard: false));
        Assert.Equal("", CommandWords.Describe([], fromBoard: true));
    }

    [Fact]
    public void Every_command_this_library_knows_has_a_word() =>
        Assert.All(Enum.GetValues<Command>(), c => Assert.DoesNotContain("COMM ", CommandWords.Of((byte)c)));

    private static List<TraceRecord> Read(string text) => [.. new FrameTraceReader(new StringReader(text)).ReadAll()];

    private FrameTraceWriter Start(StringWriter text) => new(text, _clock, "/dev/ttyACM0", CommandWords.Describe);

    private void At(long microseconds, Action action)
    {
        _clock.Microseconds = microseconds;
        action();
    }

    private sealed class Clock : TimeProvider
    {
        public long Microseconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override DateTimeOffset GetUtcNow() => new(2026, 8, 13, 9, 41, 7, 123, TimeSpan.Zero);

        public override long GetTimestamp() => Microseconds;
    }

    private sealed class FullDisk(int room) : MemoryStream
    {
        public int Refusals { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > room)
            {
                Refusals++;
                throw new IOException("full");
            }

            base.Write(buffer, offset, count);
        }
    }

    private sealed class EndlessText(string start) : TextReader
    {
        public int Served { get; private set; }

        public override int Read() => Served < start.Length ? start[Served++] : Served++ > 100_000_000 ? -1 : 'a';
    }
}
