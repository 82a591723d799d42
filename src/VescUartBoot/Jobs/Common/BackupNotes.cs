using VescUartBoot.Backups;

namespace VescUartBoot.Jobs.Common;

/// <summary>Half a sentence for each part of what is kept. Another thread may read it while the job goes on.</summary>
internal sealed class BackupNotes
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<BackupPartKind, string> _notes = [];

    public int Count => Sentences.Count;

    public IReadOnlyList<string> Sentences
    {
        get
        {
            lock (_lock)
            {
                return [.. _notes.Values];
            }
        }
    }

    public string this[BackupPartKind kind]
    {
        set
        {
            lock (_lock)
            {
                _notes[kind] = value;
            }
        }
    }

    public void Remove(BackupPartKind kind)
    {
        lock (_lock)
        {
            _notes.Remove(kind);
        }
    }
}
