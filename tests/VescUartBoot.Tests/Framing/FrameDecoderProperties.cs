using FsCheck;
using FsCheck.Fluent;
using VescUartBoot.Framing;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Framing;

public sealed class FrameDecoderProperties
{
    // Few values, and those that mean something to a decoder: starts, lengths and stops come up by themselves.
    private static readonly Gen<byte> _byte = Gen.Frequency(
        (3, Gen.Elements<byte>(0, 1, 2, 3)),
        (1, Gen.Choose(0, 255).Select(b => (byte)b)));

    private static readonly Gen<byte[]> _payload =
        from length in Gen.Frequency((6, Gen.Choose(1, 40)), (2, Gen.Choose(250, 260)), (1, Gen.Choose(500, 512)))
        from bytes in _byte.ArrayOf(length)
        select bytes;

    private static readonly Gen<byte[]> _noise = Gen.Choose(0, 30).SelectMany(n => _byte.ArrayOf(n));

    private static readonly Gen<byte[]> _stream =
        from parts in Gen.Frequency((2, _payload.Select(Fixtures.Frame)), (1, _noise)).ListOf(6)
        select parts.SelectMany(p => p).ToArray();

    [Fact]
    public void Any_portions_give_the_same_frames() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            _stream.ToArbitrary(),
            Gen.Choose(1, 700).ListOf(40).ToArbitrary(),
            (stream, portions) =>
            {
                var (whole, wholeDecoder) = Decode(stream, [stream.Length + 1]);
                var (parts, partsDecoder) = Decode(stream, portions);
                var (bytes, bytesDecoder) = Decode(stream, [1]);
                return Same(whole, parts) && Same(whole, bytes)
                    && wholeDecoder.Pending == partsDecoder.Pending && wholeDecoder.CorruptFrames == partsDecoder.CorruptFrames
                    && wholeDecoder.Pending == bytesDecoder.Pending && wholeDecoder.CorruptFrames == bytesDecoder.CorruptFrames;
            }));

    [Fact]
    public void Every_byte_is_in_a_frame_or_skipped_or_pending() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_stream.ToArbitrary(), stream =>
        {
            var (sink, decoder) = Decode(stream, [64]);
            return sink.All.SequenceEqual(stream[..^decoder.Pending]);
        }));

    [Fact]
    public void Frames_between_noise_are_all_found_once_the_noise_cannot_reach_them() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            _payload.Zip(_noise).ListOf(5).ToArbitrary(),
            parts =>
            {
                // A start in the noise claims at most one frame's length; behind that many zeros it must have failed.
                var stream = parts.SelectMany(p => (byte[])[.. p.Item2, .. new byte[Frame.MaxLength], .. Fixtures.Frame(p.Item1)]);
                var (sink, _) = Decode([.. stream], [100]);
                int found = 0;
                foreach (byte[] payload in sink.Payloads)
                {
                    found += found < parts.Count && payload.AsSpan().SequenceEqual(parts[found].Item1) ? 1 : 0;
                }

                return found == parts.Count;
            }));

    [Fact]
    public void Frames_without_noise_are_found_and_nothing_else() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_payload.ListOf(8).ToArbitrary(), payloads =>
        {
            var (sink, decoder) = Decode([.. payloads.SelectMany(Fixtures.Frame)], [7, 100]);
            return sink.Payloads.Count == payloads.Count
                && sink.Payloads.Zip(payloads).All(p => p.First.AsSpan().SequenceEqual(p.Second))
                && sink.Skipped.Count == 0 && decoder.CorruptFrames == 0 && decoder.Pending == 0;
        }));

    [Fact]
    public void Frames_inside_a_payload_come_only_as_part_of_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 60).SelectMany(n => _byte.ArrayOf(n)).ListOf(5).ToArbitrary(),
            _noise.ToArbitrary(),
            (inner, tail) =>
            {
                byte[] payload = [.. inner.SelectMany(Fixtures.Frame), .. tail, 1];
                var (sink, _) = Decode(Fixtures.Frame(payload), [3]);
                return sink.Payloads.Count == 1 && sink.Payloads[0].AsSpan().SequenceEqual(payload);
            }));

    [Fact]
    public void Any_one_flipped_bit_costs_one_frame_at_most_once_the_line_was_flushed() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            _payload.ToArbitrary(),
            Gen.Choose(0, 8 * Frame.MaxLength).ToArbitrary(),
            (payload, bit) =>
            {
                byte[] hit = Fixtures.Frame(payload);
                bit %= 8 * hit.Length;
                hit[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[] next = Fixtures.Frame([30]);
                var (sink, _) = Decode([.. hit, .. new byte[Frame.MaxLength], .. next], [50]);
                return sink.Frames.Count > 0 && sink.Frames[^1].AsSpan().SequenceEqual(next)
                    && !sink.Payloads.SkipLast(1).Any(p => p.AsSpan().SequenceEqual(payload));
            }));

    private static (RecordingSink Sink, FrameDecoder Decoder) Decode(byte[] stream, List<int> portions)
    {
        var sink = new RecordingSink();
        var decoder = new FrameDecoder(sink);
        for (int at = 0, i = 0; at < stream.Length; i++)
        {
            int count = Math.Min(portions[i % portions.Count], stream.Length - at);
            decoder.Append(stream.AsSpan(at, count));
            at += count;
        }

        return (sink, decoder);
    }

    private static bool Same(RecordingSink a, RecordingSink b) =>
        a.All.SequenceEqual(b.All) && a.Frames.Count == b.Frames.Count
            && a.Frames.Zip(b.Frames).All(p => p.First.AsSpan().SequenceEqual(p.Second));
}
