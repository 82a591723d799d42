using VescUartBoot.Chip;

namespace VescUartBoot.Recovery;

/// <summary>Records the changes begun on a board, for the next run. One process at a time works on one board.</summary>
public abstract class JobJournal
{
    private protected JobJournal()
    {
    }

    /// <summary>A journal with one file, <c>FOLDER/UUID.json</c>, for each board with incomplete work.</summary>
    /// <param name="folder">The folder; created when the first file is written.</param>
    public static JobJournal InFolder(string folder) => new FileJournal(folder, TimeProvider.System);

    /// <summary>Reads the changes that earlier runs have begun on a board and not ended.</summary>
    /// <exception cref="JournalException">The journal cannot be read; the message gives the reason.</exception>
    internal abstract InterruptedJob Read(Uuid board);

    /// <summary>Records the open changes, durably before it returns. Without open changes the record is deleted.</summary>
    /// <exception cref="JournalException">The journal cannot be written; its old content is unchanged.</exception>
    internal abstract void Write(Uuid board, InterruptedJob open);
}
