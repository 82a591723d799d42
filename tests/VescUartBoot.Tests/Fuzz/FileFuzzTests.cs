using System.Text;
using VescUartBoot.Catalog;
using VescUartBoot.Framing;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Images.Compression;
using VescUartBoot.Simulator;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Fuzz;

/// <summary>Everything that reads a file or a stream, given what somebody spoilt on purpose: a clear refusal, in bounded memory, and no
/// crash.</summary>
public sealed class FileFuzzTests
{
    private const int Each = 400;
    private const long FlashAndSome = 24 << 20;

    private static readonly byte[] _bootloader = SyntheticImages.Bootloader();

    [Theory]
    [InlineData("hex")]
    [InlineData("elf")]
    [InlineData("raw")]
    [InlineData("packed")]
    public void Any_image_file_is_an_image_or_is_told_to_be_none(string format)
    {
        (string, byte[])[] own = format switch
        {
            "hex" => [("hex", Wrapped.InHex(_bootloader[..512]))],
            "elf" => [("elf", Wrapped.InElf((SyntheticImages.Sector, _bootloader[..512])))],
            "packed" => [("packed", [.. new byte[] { 0xCC, 0, 0, 40 }, 0, 0, .. Heatshrink.Pack(_bootloader.AsSpan(0, 600))])],
            _ => [("raw", _bootloader)],
        };
        foreach (var (name, input) in Mutation.Of([.. own, .. Corpus.Of(format)], Each))
        {
            AssertBounded(name, () =>
            {
                var inspection = ImageInspection.Of(ImageFile.Parse("file", input));
                Assert.False(string.IsNullOrWhiteSpace(inspection.Description), name);
                Refused(() => BootloaderImage.Parse("file", input), name);
                Refused(() => FirmwareImage.Parse("file", input), name);
            });
        }
    }

    [Fact]
    public void Any_stream_of_heatshrink_ends_within_its_limit()
    {
        foreach (var (name, input) in Mutation.Of([("packed", Heatshrink.Pack(_bootloader)), .. Corpus.Of("heatshrink")], Each))
        {
            AssertBounded(name, () => Assert.True((Heatshrink.Unpack(input, 1 << 20)?.Length ?? 0) <= 1 << 20, name));
        }
    }

    [Fact]
    public void Any_staged_header_is_read_or_refused()
    {
        foreach (var (name, input) in Mutation.Of([("staged", SimulatedImage.Staged(_bootloader, packed: true)[..64]),
            .. Corpus.Of("staged")], Each))
        {
            Assert.True(!StagedHeader.TryRead(input, out var header) || header.Length is > 0 and <= 393_216, name);
        }
    }

    [Fact]
    public void Any_trace_is_read_or_refused_by_its_line()
    {
        string fixture = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocol-fixtures", "golden.frames"));
        byte[] begin = Encoding.UTF8.GetBytes(fixture[..Math.Min(fixture.Length, 3000)]);
        foreach (var (name, input) in Mutation.Of([("fixture", begin), .. Corpus.Of("trace")], Each))
        {
            AssertBounded(name, () =>
            {
                try
                {
                    _ = new FrameTraceReader(new StringReader(Encoding.UTF8.GetString(input))).ReadAll().Count();
                }
                catch (TraceFormatException e)
                {
                    Assert.Contains("ine", e.Message, StringComparison.Ordinal);
                }
            });
        }
    }

    [Fact]
    public void Any_list_of_approved_images_is_one_or_a_clear_refusal()
    {
        foreach (var (name, input) in Mutation.Of(Corpus.Of("lock"), Each))
        {
            Refused(() => ApprovedImages.Parse("list", new StringReader(Encoding.UTF8.GetString(input))), name);
        }
    }

    [Fact]
    public void Any_fault_script_and_any_words_of_a_board_are_taken_or_refused_by_their_line()
    {
        foreach (var (name, input) in Mutation.Of([.. Corpus.Of("script"), .. Corpus.Of("words")], 4 * Each, atMost: 4000))
        {
            string text = Encoding.UTF8.GetString(input);
            AssertRefuses(() => FaultScript.Parse(text), name);
            AssertRefuses(() => SimulatedBoardOptions.Parse(text.Replace("FILE", "none", StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public void Any_stream_of_bytes_leaves_a_decoder_that_finds_the_next_frame()
    {
        byte[] question = Convert.FromHexString("020100000003");
        var sink = new Counter();
        var decoder = new FrameDecoder(sink);
        foreach (var (name, input) in Mutation.Of([.. Corpus.Of("frame"),
            ("noise", [.. Enumerable.Range(0, 900).Select(i => (byte)(i * 37))])], Each))
        {
            decoder.Append(input);
            decoder.Clear();
            int before = sink.Frames;
            decoder.Append(question);
            Assert.True(sink.Frames == before + 1 && decoder.Pending == 0, name);
        }
    }

    private static void Refused(Action parse, string name)
    {
        try
        {
            parse();
        }
        catch (ImageRejectedException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message) || string.IsNullOrWhiteSpace(ErrorTable.NextAfter(e)), name);
        }
    }

    private static void AssertRefuses(Action parse, string name)
    {
        try
        {
            parse();
        }
        catch (SimulatorException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message), name);
        }
    }

    private static void AssertBounded(string name, Action parse)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        parse();
        long took = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(took < FlashAndSome, $"{name}: {took} bytes were allocated");
    }

    private sealed class Counter : IFrameSink
    {
        public int Frames { get; private set; }

        public void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame) => Frames++;

        public void OnSkipped(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
