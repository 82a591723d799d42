using VescUartBoot.Backups;

namespace VescUartBoot.Jobs.Common;

/// <summary>A half sentence for each saved part. Another thread may read it during the job.</summary>
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

    public bool Has(BackupPartKind kind)
    {
        lock (_lock)
        {
            return _notes.ContainsKey(kind);
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
