namespace VescUartBoot.Images.Compression;

/// <summary>Sorts the places of a text by the bytes that follow them, <see cref="Heatshrink.LongestCopy"/> deep; the end comes before any
/// byte.</summary>
/// <remarks>An order by 2 bytes gives one by 4, that one by 8, and so on: each step is a few passes over the places, whatever the
/// text.</remarks>
internal sealed class SuffixRanks
{
    /// <summary>The longest text, in bytes. Places are 16 bits wide, and arrays of 64 KiB stay in a processor's cache.</summary>
    public const int MaxLength = 0x8000;

    private const int FirstDepth = 2;
    private const int ByteValues = 256;
    private const int ByteValuesAndEnd = ByteValues + 1;
    private const ushort BehindTheEnd = ushort.MaxValue;

    private readonly ushort[] _firsts = new ushort[(ByteValues * ByteValuesAndEnd) + 1];
    private readonly ushort[] _next = new ushort[MaxLength];
    private ushort[] _order = new ushort[MaxLength];
    private ushort[] _nextOrder = new ushort[MaxLength];

    // What follows a place may lie behind the end.
    private ushort[] _ranks = new ushort[MaxLength + Heatshrink.LongestCopy];
    private ushort[] _nextRanks = new ushort[MaxLength + Heatshrink.LongestCopy];

    /// <summary>Where each place of the sorted text stands in its order.</summary>
    public ReadOnlySpan<ushort> Ranks => _ranks;

    /// <summary>Sorts the places of <paramref name="text"/>, of 1 to <see cref="MaxLength"/> bytes.</summary>
    /// <returns>The places in their order.</returns>
    public ReadOnlySpan<ushort> Sort(ReadOnlySpan<byte> text)
    {
        bool distinct = SortByFirstBytes(text);
        for (int depth = FirstDepth; depth < Heatshrink.LongestCopy && !distinct; depth *= 2)
        {
            distinct = Deepen(text.Length, depth);
        }

        // Those that still agree may follow each other in any order.
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

    /// <summary>Makes of an order <paramref name="depth"/> bytes deep one that is twice as deep. A rank is where the first of its kind
    /// stands.</summary>
    /// <returns>Whether no two places have the same rank any more.</returns>
    private bool Deepen(int length, int depth)
    {
        var ranks = _ranks.AsSpan(0, length + depth);
        var next = _next.AsSpan(0, length);
        var order = _nextOrder.AsSpan(0, length);
        for (int at = 0; at < length; at++)
        {
            next[at] = (ushort)at;
        }

        // Taken in the order of what follows them; first those that nothing follows.
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

        // Two places whose followers both lie behind the end never agree: they differ in their distance to it.
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
