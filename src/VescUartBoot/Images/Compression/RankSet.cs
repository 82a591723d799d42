using System.Numerics;

namespace VescUartBoot.Images.Compression;

/// <summary>A set of ranks that finds the nearest rank on each side in a few steps.</summary>
internal sealed class RankSet
{
    // One bit for each rank, and one bit for each word that is not 0.
    private readonly ulong[] _ranks = new ulong[SuffixRanks.MaxLength / 64];
    private readonly ulong[] _words = new ulong[SuffixRanks.MaxLength / 64 / 64];

    public void Clear()
    {
        Array.Clear(_ranks);
        Array.Clear(_words);
    }

    public void Add(int rank)
    {
        _ranks[rank >> 6] |= 1UL << rank;
        _words[rank >> 12] |= 1UL << (rank >> 6);
    }

    public void Remove(int rank)
    {
        if ((_ranks[rank >> 6] &= ~(1UL << rank)) == 0)
        {
            _words[rank >> 12] &= ~(1UL << (rank >> 6));
        }
    }

    /// <summary>Returns the largest rank below <paramref name="rank"/>, or -1.</summary>
    public int Before(int rank)
    {
        int word = rank >> 6;
        ulong below = _ranks[word] & ((1UL << rank) - 1);
        if (below == 0)
        {
            int group = word >> 6;
            ulong filled = _words[group] & ((1UL << word) - 1);
            while (filled == 0)
            {
                if (--group < 0)
                {
                    return -1;
                }

                filled = _words[group];
            }

            word = (group << 6) + BitOperations.Log2(filled);
            below = _ranks[word];
        }

        return (word << 6) + BitOperations.Log2(below);
    }

    /// <summary>Returns the smallest rank above <paramref name="rank"/>, or -1.</summary>
    public int After(int rank)
    {
        int word = rank >> 6;
        ulong above = _ranks[word] & (~1UL << rank);
        if (above == 0)
        {
            int group = word >> 6;
            ulong filled = _words[group] & (~1UL << word);
            while (filled == 0)
            {
                if (++group == _words.Length)
                {
                    return -1;
                }

                filled = _words[group];
            }

            word = (group << 6) + BitOperations.TrailingZeroCount(filled);
            above = _ranks[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(above);
    }
}
