using VescUartBoot.Images.Compression;

namespace VescUartBoot.Tests.Images;

public sealed class RankSetTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    [InlineData(30_000)]
    public void The_neighbours_are_those_of_a_sorted_set(int members)
    {
        var random = new Random(members);
        var set = new RankSet();
        var sorted = new SortedSet<int>();
        for (int i = 0; i < 2000; i++)
        {
            while (sorted.Count < members)
            {
                int added = random.Next(SuffixRanks.MaxLength);
                sorted.Add(added);
                set.Add(added);
            }

            int rank = random.Next(SuffixRanks.MaxLength);
            Assert.Equal(sorted.GetViewBetween(-1, rank - 1).Reverse().Append(-1).First(), set.Before(rank));
            Assert.Equal(sorted.GetViewBetween(rank + 1, SuffixRanks.MaxLength).Append(-1).First(), set.After(rank));
            int removed = set.After(rank) is >= 0 and var after ? after : sorted.Min;
            sorted.Remove(removed);
            set.Remove(removed);
        }
    }

    [Fact]
    public void Alone_a_rank_has_no_neighbours_wherever_it_stands()
    {
        var set = new RankSet();
        for (int rank = 0; rank < SuffixRanks.MaxLength; rank++)
        {
            set.Add(rank);
            Assert.Equal((-1, -1), (set.Before(rank), set.After(rank)));
            set.Clear();
        }
    }
}
