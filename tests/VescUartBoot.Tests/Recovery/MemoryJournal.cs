using VescUartBoot.Chip;
using VescUartBoot.Recovery;

namespace VescUartBoot.Tests.Recovery;

/// <summary>A journal that lives as long as the test, and can be full.</summary>
internal sealed class MemoryJournal : JobJournal
{
    public InterruptedJob Open { get; set; } = InterruptedJob.None;

    /// <summary>How many pages may still be written.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Its page cannot be read.</summary>
    public bool Damaged { get; set; }

    public List<InterruptedJob> Pages { get; } = [];

    public IEnumerable<ChangeKind> Kinds => Open.Changes.Select(c => c.Kind);

    internal override InterruptedJob Read(Uuid board) => Damaged ? throw new JournalException("its page is damaged") : Open;

    internal override void Write(Uuid board, InterruptedJob open)
    {
        if (Room-- <= 0)
        {
            throw new JournalException("the disk is full");
        }

        Pages.Add(Open = open);
    }
}
