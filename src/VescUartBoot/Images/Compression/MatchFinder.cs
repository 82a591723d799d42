namespace VescUartBoot.Images.Compression;

/// <summary>Finds the longest possible heatshrink copy for each position of a text: exactly, and in the same time for any
/// text.</summary>
/// <remarks>
/// Hash chains must be cut, which loses copies, or take minutes for a hostile text. Here the positions of
/// a block and of the window before it are sorted by the 32 bytes that follow them. Among the positions of a window, the one whose
/// bytes match longest is one of the two nearest neighbours in that order.
/// </remarks>
internal sealed class MatchFinder
{
    /// <summary>Number of positions sorted at once, without the window before them and the look-ahead after them.</summary>
    internal const int BlockLength = SuffixRanks.MaxLength - Heatshrink.Window - (Heatshrink.LongestCopy - 1);

    private readonly SuffixRanks _ranks = new();
    private readonly RankSet _window = new();

    /// <summary>Fills <paramref name="copies"/>: the longest copy for each position of <paramref name="plain"/>, or
    /// <see cref="Heatshrink.NoCopy"/>.</summary>
    public void Find(ReadOnlySpan<byte> plain, Span<int> copies)
    {
        for (int start = 0; start < plain.Length; start += BlockLength)
        {
            int end = Math.Min(plain.Length, start + BlockLength);
            int windowStart = Math.Max(0, start - Heatshrink.Window);
            var text = plain[windowStart..Math.Min(plain.Length, end + Heatshrink.LongestCopy - 1)];
            FindInBlock(text, start - windowStart, copies[start..end]);
        }
    }

    /// <param name="text">The window before the block, the block, and the look-ahead after it.</param>
    /// <param name="start">Start of the block in the text.</param>
    /// <param name="copies">One for each position of the block.</param>
    private void FindInBlock(ReadOnlySpan<byte> text, int start, Span<int> copies)
    {
        var order = _ranks.Sort(text);
        var ranks = _ranks.Ranks;
        _window.Clear();
        for (int at = 0; at < start; at++)
        {
            _window.Add(ranks[at]);
        }

        for (int i = 0; i < copies.Length; i++)
        {
            int at = start + i;
            if (at > Heatshrink.Window)
            {
                _window.Remove(ranks[at - Heatshrink.Window - 1]);
            }

            var (before, after) = (_window.Before(ranks[at]), _window.After(ranks[at]));
            int copy = before < 0 ? Heatshrink.NoCopy : CopyFrom(text, order[before], at);
            copies[i] = after < 0 ? copy : Heatshrink.LongerOf(copy, CopyFrom(text, order[after], at));
            _window.Add(ranks[at]);
        }
    }

    private static int CopyFrom(ReadOnlySpan<byte> text, int source, int at)
    {
        int limit = Math.Min(Heatshrink.LongestCopy, text.Length - at);
        return Heatshrink.Copy(at - source, text.Slice(at, limit).CommonPrefixLength(text.Slice(source, limit)));
    }
}
