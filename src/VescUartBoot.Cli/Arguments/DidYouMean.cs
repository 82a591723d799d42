namespace VescUartBoot.Cli.Arguments;

/// <summary>Finds the intended word.</summary>
internal static class DidYouMean
{
    /// <summary>Returns the nearest of <paramref name="words"/>, or <see langword="null"/> if none is near: one typing error in short
    /// words, two in longer ones.</summary>
    public static string? Find(string typed, IEnumerable<string> words)
    {
        int most = typed.Length < 5 ? 1 : 2;
        return words.Select(w => (Word: w, Slips: Slips(typed, w)))
            .Where(w => w.Slips <= most || (typed.Length >= 3 && w.Word.StartsWith(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(w => w.Slips)
            .Select(w => w.Word)
            .FirstOrDefault();
    }

    /// <summary>Returns ", did you mean …?" or an empty text.</summary>
    public static string Suggest(string typed, IEnumerable<string> words) =>
        Find(typed, words) is { } near ? $"; did you mean {near}?" : "";

    // Letters omitted, inserted, replaced or swapped.
    private static int Slips(string typed, string word)
    {
        var (before, last, now) = (new int[word.Length + 1], new int[word.Length + 1], new int[word.Length + 1]);
        for (int j = 0; j <= word.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= typed.Length; i++)
        {
            now[0] = i;
            for (int j = 1; j <= word.Length; j++)
            {
                bool same = char.ToLowerInvariant(typed[i - 1]) == char.ToLowerInvariant(word[j - 1]);
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }

            (before, last, now) = (last, now, before);
        }

        return last[word.Length];
    }
}
