namespace VescUartBoot.Jobs;

/// <summary>Half a sentence for each part of what is kept. Another thread may read it while the job goes on.</summary>
internal sealed class KeptNotes
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<KeptKind, string> _notes = [];

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

    public string this[KeptKind kind]
    {
        set
        {
            lock (_lock)
            {
                _notes[kind] = value;
            }
        }
    }

    public void Remove(KeptKind kind)
    {
        lock (_lock)
        {
            _notes.Remove(kind);
        }
    }
}

/// <summary>The parts of which nobody knows what the board has. Another thread may read it while the job goes on.</summary>
internal sealed class KeptDoubts
{
    private volatile HashSet<KeptKind> _kinds = [];

    public int Count => _kinds.Count;

    public bool Any(Func<KeptKind, bool> isSo) => _kinds.Any(isSo);

    public void Add(KeptKind kind) => _kinds = [.. _kinds, kind];

    public void Remove(KeptKind kind) => _kinds = [.. _kinds.Where(k => k != kind)];
}
