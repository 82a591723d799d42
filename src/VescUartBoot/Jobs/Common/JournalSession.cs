using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Keeps the journal's page of one board in step with what a job does to it, and knows what earlier runs have left.</summary>
/// <param name="session">The job.</param>
internal sealed class JournalSession(JobRun session)
{
    private readonly List<InterruptedChange> _open = [];

    // Begun by this job, so what became of them is known from what it did; the others are of earlier runs.
    private readonly List<InterruptedChange> _mine = [];

    // Something was told that need not be told again.
    private bool _told;

    private IJobJournal? Journal => session.Board.Identity.Uuid is null ? null : session.Options.Journal;

    /// <summary>Reads what earlier runs have left, and tells it.</summary>
    /// <exception cref="JobStoppedException">A newer version has written it.</exception>
    public void Recall()
    {
        if (Journal is not { } journal)
        {
            return;
        }

        try
        {
            var page = journal.Read(session.Board.Identity.Uuid!.Value);
            _open.AddRange(page.Changes);

            // What can be read needs no memory, and from 6.06 on a package may write there.
            Placed = session.Board.Capabilities.CodeSectors.Count == 0 ? page.Placed : null;
            _told = page.Placed is not null && Placed is null;
        }
        catch (JournalNewerException e)
        {
            throw new JobStoppedException(FailureCode.JournalNewer, e.Message);
        }
        catch (JournalException e)
        {
            session.Warn("journalDamaged", e.Message);
        }

        foreach (var change in _open)
        {
            session.Report(new JobEvent.LeftBehind(change, InterruptedJobText.Tell(change, session.Board.Identity),
                session.Board.Identity));
        }

        // The board answers, so what came of its restart can be seen and is told.
        _told |= _open.RemoveAll(c => c.Kind == ChangeKind.Jump || c is { Kind: ChangeKind.Firmware, Started: true }) > 0;
    }

    /// <summary>What an earlier run, or this one, has begun and not ended.</summary>
    public InterruptedChange? Find(ChangeKind kind) => _open.Find(c => c.Kind == kind);

    /// <summary>The bootloader that was written where none can be read back, by this job or an earlier one.</summary>
    public PlacedBootloader? Placed { get; private set; }

    /// <summary>Writes down which bootloader was written unread, or what a restart through it has shown.</summary>
    public void Remember(PlacedBootloader? placed)
    {
        Placed = placed;
        Warn(Write());
    }

    /// <summary>A change of this job, as it is written down.</summary>
    public InterruptedChange Note(ChangeKind kind, string what) => new()
    {
        Kind = kind,
        What = what,
        Command = session.Options.Command,
        ProcessId = Environment.ProcessId,
        Since = session.Board.Time.GetUtcNow(),
    };

    /// <summary>Writes down what is about to be changed. Nothing of it is sent before this has returned.</summary>
    /// <exception cref="JobStoppedException">It cannot be written down, so it is not done.</exception>
    public void Begin(InterruptedChange change)
    {
        if (Journal is null)
        {
            if (session.Options.Journal is not null)
            {
                session.Warn("notRemembered", "this board has no UUID, so a run that breaks off cannot be remembered");
            }

            return;
        }

        List<InterruptedChange> before = [.. _open];
        var placed = Placed;
        Placed = change.Kind == ChangeKind.Bootloader ? null : placed;
        _open.RemoveAll(change.IsAbout);
        _open.Add(change);
        _mine.Add(change);
        if (Write() is { } problem)
        {
            if (IsCoveredByUpgrade(change))
            {
                session.Warn("journalIncomplete", $"{problem}; the upgrade is written down already, so it is brought to its end");
                return;
            }

            _mine.Remove(change);
            _open.Clear();
            _open.AddRange(before);
            Placed = placed;
            throw new JobStoppedException(FailureCode.JournalFailed,
                $"what is about to be changed could not be written down, so it was not changed: {problem}");
        }
    }

    /// <summary>The firmware is about to be started.</summary>
    /// <remarks>Its upload is written down already, so what waits is known: a disk that is full by now must not leave it waiting.</remarks>
    public void MarkStarted()
    {
        Amend(ChangeKind.Firmware, upload => upload with { Started = true });
    }

    /// <summary>More is known of a change that is written down already. A disk that is full by now does not stop it.</summary>
    public void Amend(ChangeKind kind, Func<InterruptedChange, InterruptedChange> amend)
    {
        if (Find(kind) is { } change)
        {
            Replace(change, amend(change));
            Warn(Write());
        }
    }

    /// <summary>What was begun is over.</summary>
    public void End(ChangeKind kind, string? what = null)
    {
        if (_open.RemoveAll(c => c.Kind == kind && (what is null || c.What == what)) > 0)
        {
            Warn(Write());
        }
    }

    /// <summary>The job ends: what it leaves in a state that is known is no unfinished work.</summary>
    public void Settle()
    {
        _open.RemoveAll(c => _mine.Contains(c) && !session.Touch.LeavesOpen(c));
        if (_told || _mine.Count > 0)
        {
            Warn(Write());
        }
    }

    // A new firmware runs, and its page tells the next run so, and where the settings are kept. To stop here would leave a board with
    // default settings; the zeros that let it be compared do not.
    private bool IsCoveredByUpgrade(InterruptedChange change) =>
        change.Kind is ChangeKind.ReadPath or ChangeKind.Settings && session.Touch.Upload >= BoardChanges.Staging.Started;

    private void Replace(InterruptedChange old, InterruptedChange now)
    {
        foreach (var list in new[] { _open, _mine })
        {
            int at = list.IndexOf(old);
            if (at >= 0)
            {
                list[at] = now;
            }
        }
    }

    private string? Write()
    {
        try
        {
            Journal?.Write(session.Board.Identity.Uuid!.Value, new InterruptedJob([.. _open]) { Placed = Placed });
            return null;
        }
        catch (JournalException e)
        {
            return e.Message;
        }
    }

    private void Warn(string? problem)
    {
        if (problem is not null)
        {
            session.Warn("journalIncomplete", $"{problem}; the next run may speak of work that is done");
        }
    }
}
