using VescUartBoot.Chip;
using VescUartBoot.Recovery;

namespace VescUartBoot.Campaign;

/// <summary>The journal of the tool, in a folder, written by a program that may die and on a disk that may be full.</summary>
internal sealed class MortalJournal(string folder, TimeProvider time, Accident? accident) : JobJournal
{
    private readonly FileJournal _journal = new(folder, time);
    private int _writes;

    /// <summary>The accident has happened.</summary>
    public bool Struck { get; private set; }

    /// <summary>A page was left that is not whole.</summary>
    public bool Torn { get; private set; }

    /// <summary>A page was written, or taken away.</summary>
    public bool Written { get; private set; }

    internal override InterruptedJob Read(Uuid board) => _journal.Read(board);

    internal override void Write(Uuid board, InterruptedJob open)
    {
        _writes++;
        bool now = accident is not null
            && (_writes == accident.Number || (accident.Kind == AccidentKind.DiskFull && _writes > accident.Number));
        if (!now || accident!.CountsEvents)
        {
            _journal.Write(board, open);
            Written = true;
            return;
        }

        Struck = true;
        switch (accident.Kind)
        {
            case AccidentKind.DiskFull or AccidentKind.DiskFullOnce:
                WriteOnFullDisk(board, open);
                return;

            case AccidentKind.KilledInWrite when Tear(board, open) is { } part:
                // Another process had that number.
                File.WriteAllBytes($"{_journal.PathOf(board)}.1.part", part);
                break;

            case AccidentKind.TornPage when Tear(board, open) is { } page:
                File.WriteAllBytes(_journal.PathOf(board), page);
                Torn = true;
                break;

            case AccidentKind.KilledAfterWrite:
                _journal.Write(board, open);
                Written = true;
                break;
        }

        throw new KilledException();
    }

    // A folder stands where the new page is made, so it cannot be made; taking a page away needs no room.
    private void WriteOnFullDisk(Uuid board, InterruptedJob open)
    {
        string obstacle = $"{_journal.PathOf(board)}.{Environment.ProcessId}.part";
        Directory.CreateDirectory(obstacle);
        try
        {
            _journal.Write(board, open);
            Written = true;
        }
        finally
        {
            Directory.Delete(obstacle);
        }
    }

    // The first bytes of the page as the journal itself would write it, never all; null where it would take the page away.
    private byte[]? Tear(Uuid board, InterruptedJob open)
    {
        if (open.Changes.Count == 0)
        {
            return null;
        }

        var elsewhere = new FileJournal(Path.Combine(folder, "elsewhere"), time);
        elsewhere.Write(board, open);
        byte[] page = File.ReadAllBytes(elsewhere.PathOf(board));
        Directory.CreateDirectory(folder);
        return page[..(accident!.Byte % page.Length)];
    }
}
