using VescUartBoot.Chip;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Updates the journal of one board with the changes of a job, and reads what earlier runs have left.</summary>
/// <param name="session">The job.</param>
/// <param name="target">The other board that the page is about, behind the SWD pins or with the cable; <see langword="null"/>: it is about
/// the board of the job.</param>
internal sealed class JournalSession(JobRun session, Uuid? target = null)
{
    private readonly List<InterruptedChange> _open = [];

    // Changes begun by this job, whose result is known; the others come from earlier runs.
    private readonly List<InterruptedChange> _mine = [];

    // A change was reported and need not be reported again.
    private bool _told;

    private Uuid? Subject => target ?? session.Board.Identity.Uuid;

    private JobJournal? Journal => Subject is null ? null : session.Options.Journal;

    /// <summary>Reads and reports what earlier runs have left.</summary>
    /// <exception cref="JobStoppedException">The journal was written by a newer version.</exception>
    public void Recall()
    {
        if (Journal is not { } journal)
        {
            return;
        }

        try
        {
            var page = journal.Read(Subject!.Value);
            _open.AddRange(page.Changes);

            // A sector that can be read needs no record, and from 6.06 on a package may write there.
            Placed = target is not null || session.Board.Capabilities.CodeSectors.Count == 0 ? page.Placed : null;
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

        foreach (var change in InterruptedJobText.ToTell(_open))
        {
            var board = target is null ? session.Board.Identity : null;
            session.Report(new JobEvent.LeftBehind(change, InterruptedJobText.Tell(change, board), board));
        }

        if (target is not null)
        {
            return;
        }

        // The board answers, so the result of its restart can be determined and is reported.
        _told |= _open.RemoveAll(c => c.Kind == ChangeKind.Jump || c is { Kind: ChangeKind.Firmware, Started: true }) > 0;
    }

    /// <summary>Returns a change that an earlier run, or this one, has begun and not ended.</summary>
    public InterruptedChange? Find(ChangeKind kind) => _open.Find(c => c.Kind == kind);

    /// <summary>The bootloader that this job or an earlier one wrote on firmware that cannot read it back.</summary>
    public PlacedBootloader? Placed { get; private set; }

    /// <summary>Records a bootloader that was written without being read back, or the result of a restart through it.</summary>
    public void Remember(PlacedBootloader? placed)
    {
        Placed = placed;
        Warn(Write());
    }

    /// <summary>Creates the record of a change of this job.</summary>
    public InterruptedChange Note(ChangeKind kind, string what) => new()
    {
        Kind = kind,
        What = what,
        Command = session.Options.Command,
        ProcessId = Environment.ProcessId,
        Since = session.Board.Time.GetUtcNow(),
    };

    /// <summary>Records a change before its first command is sent.</summary>
    /// <exception cref="JobStoppedException">The change cannot be recorded, so it is not made.</exception>
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

    /// <summary>Records that the firmware is about to be started.</summary>
    /// <remarks>The upload is recorded already, so the staged image is known: a full disk must not leave it waiting.</remarks>
    public void MarkStarted()
    {
        Amend(ChangeKind.Firmware, upload => upload with { Started = true });
    }

    /// <summary>Adds to the record of a change. A full disk does not stop the change.</summary>
    public void Amend(ChangeKind kind, Func<InterruptedChange, InterruptedChange> amend)
    {
        if (Find(kind) is { } change)
        {
            Replace(change, amend(change));
            Warn(Write());
        }
    }

    /// <summary>Records that a change is complete.</summary>
    public void End(ChangeKind kind, string? what = null)
    {
        if (_open.RemoveAll(c => c.Kind == kind && (what is null || c.What == what)) > 0)
        {
            Warn(Write());
        }
    }

    /// <summary>Records that a change of this job was not made.</summary>
    public void EndIfMine(ChangeKind kind)
    {
        if (_mine.Exists(c => c.Kind == kind))
        {
            End(kind);
        }
    }

    /// <summary>All of flash was read and is as wanted: nothing that was begun there is open any more but settings that are kept
    /// elsewhere.</summary>
    public void EndAllButBackups()
    {
        if (_open.RemoveAll(c => c.Kind != ChangeKind.Backup) > 0)
        {
            Warn(Write());
        }
    }

    /// <summary>Called at the end of the job: changes with a known result are no longer incomplete.</summary>
    public void Settle()
    {
        _open.RemoveAll(c => _mine.Contains(c) && !session.Touch.LeavesOpen(c));
        if (_told || _mine.Count > 0)
        {
            Warn(Write());
        }
    }

    // The record of the upgrade shows the next run that a new firmware runs, and where the settings are saved. A stop here would leave a
    // board with default settings; the zeros that make it comparable would not.
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
            Journal?.Write(Subject!.Value, new InterruptedJob([.. _open]) { Placed = Placed });
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
