namespace VescUartBoot.Images.Compression;

/// <summary>Sorts the positions of a text by the bytes that follow them, <see cref="Heatshrink.LongestCopy"/> deep; the end comes before
/// any byte.</summary>
/// <remarks>An order by 2 bytes gives one by 4, then by 8, and so on: each step is a few passes over the positions of any
/// text.</remarks>
internal sealed class SuffixRanks
{
    /// <summary>Length limit of a text in bytes. Positions have 16 bits, and arrays of 64 KiB stay in the processor's cache.</summary>
    public const int MaxLength = 0x8000;

    private const int FirstDepth = 2;
    private const int ByteValues = 256;
    private const int ByteValuesAndEnd = ByteValues + 1;
    private const ushort BehindTheEnd = ushort.MaxValue;

    private readonly ushort[] _firsts = new ushort[(ByteValues * ByteValuesAndEnd) + 1];
    private readonly ushort[] _next = new ushort[MaxLength];
    private ushort[] _order = new ushort[MaxLength];
    private ushort[] _nextOrder = new ushort[MaxLength];

    // The bytes after a position may be after the end.
    private ushort[] _ranks = new ushort[MaxLength + Heatshrink.LongestCopy];
    private ushort[] _nextRanks = new ushort[MaxLength + Heatshrink.LongestCopy];

    /// <summary>Rank of each position of the sorted text.</summary>
    public ReadOnlySpan<ushort> Ranks => _ranks;

    /// <summary>Sorts the positions of <paramref name="text"/>, of 1 to <see cref="MaxLength"/> bytes.</summary>
    /// <returns>The positions in order.</returns>
    public ReadOnlySpan<ushort> Sort(ReadOnlySpan<byte> text)
    {
        bool distinct = SortByFirstBytes(text);
        for (int depth = FirstDepth; depth < Heatshrink.LongestCopy && !distinct; depth *= 2)
        {
            distinct = Deepen(text.Length, depth);
        }

        // Positions that still match may be in any order.
        for (int at = 0; at < text.Length; at++)
        {
            _ranks[_order[at]] = (ushort)at;
        }

        return _order.AsSpan(0, text.Length);
    }

    private bool SortByFirstBytes(ReadOnlySpan<byte> text)
    {
        var firsts = _firsts.AsSpan();
        firsts.Clear();
        for (int place = 0; place < text.Length; place++)
        {
            firsts[Key(text, place) + 1]++;
        }

        for (int key = 1; key < firsts.Length; key++)
        {
            firsts[key] += firsts[key - 1];
        }

        for (int place = 0; place < text.Length; place++)
        {
            _ranks[place] = firsts[Key(text, place)];
        }

        int kinds = 0;
        for (int place = 0; place < text.Length; place++)
        {
            int at = firsts[Key(text, place)]++;
            kinds += at == _ranks[place] ? 1 : 0;
            _order[at] = (ushort)place;
        }

        _ranks.AsSpan(text.Length, Heatshrink.LongestCopy).Fill(BehindTheEnd);
        _nextRanks.AsSpan(text.Length, Heatshrink.LongestCopy).Fill(BehindTheEnd);
        return kinds == text.Length;
    }

    private static int Key(ReadOnlySpan<byte> text, int place) =>
        (text[place] * ByteValuesAndEnd) + (place + 1 < text.Length ? text[place + 1] + 1 : 0);

    /// <summary>Doubles the depth of an order of <paramref name="depth"/> bytes. A rank is the place of the first equal
    /// position.</summary>
    /// <returns>Whether all ranks are different.</returns>
    private bool Deepen(int length, int depth)
    {
        var ranks = _ranks.AsSpan(0, length + depth);
        var next = _next.AsSpan(0, length);
        var order = _nextOrder.AsSpan(0, length);
        for (int at = 0; at < length; at++)
        {
            next[at] = (ushort)at;
        }

        // In the order of their followers; those without followers come first.
        for (int place = Math.Max(0, length - depth); place < length; place++)
        {
            order[next[ranks[place]]++] = (ushort)place;
        }

        foreach (ushort follower in _order.AsSpan(0, length))
        {
            if (follower >= depth)
            {
                int place = follower - depth;
                order[next[ranks[place]]++] = (ushort)place;
            }
        }

        // Two positions whose followers are both after the end never match: their distances to it differ.
        var nextRanks = _nextRanks.AsSpan(0, length);
        (ushort First, ushort Second) last = default;
        int kinds = 0;
        int rank = 0;
        for (int at = 0; at < length; at++)
        {
            int place = order[at];
            (ushort First, ushort Second) here = (ranks[place], ranks[place + depth]);
            if (at == 0 || here != last)
            {
                (rank, last) = (at, here);
                kinds++;
            }

            nextRanks[place] = (ushort)rank;
        }

        (_order, _nextOrder) = (_nextOrder, _order);
        (_ranks, _nextRanks) = (_nextRanks, _ranks);
        return kinds == length;
    }
}
