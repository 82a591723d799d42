using VescUartBoot.Chip;

namespace VescUartBoot.Recovery;

/// <summary>Remembers what was begun on a board, so that the next run knows. One process at a time works on one board.</summary>
public interface IJobJournal
{
    /// <summary>What earlier runs have begun on a board and not ended.</summary>
    /// <exception cref="JournalException">It cannot be read. What could be said of it is in the message.</exception>
    InterruptedJob Read(Uuid board);

    /// <summary>Writes down what is open now, durably before it returns; nothing open takes the page away.</summary>
    /// <exception cref="JournalException">It cannot be written; what stood there before still stands there.</exception>
    void Write(Uuid board, InterruptedJob open);
}
