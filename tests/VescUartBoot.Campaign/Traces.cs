using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Campaign;

/// <summary>What the jobs of a run have left half done on the board, judged from flash alone, and what the next one must say of
/// it.</summary>
internal sealed class Traces
{
    private static readonly byte[] _zeros = new byte[8];

    private bool _unfinished;
    private bool _torn;
    private bool _zerosLeft;

    /// <summary>The bootloader sector holds what a job of ours has not finished, and the journal was never spoilt since.</summary>
    public bool SectorIsOurs { get; private set; }

    /// <summary>Takes a job into account, and checks what it said of those before it.</summary>
    public void Add(JobRecord job, Action<Breach> broken)
    {
        void Break(string what) => broken(new Breach("journal", job.Index, what));
        if (job.Recalled)
        {
            CheckSaid(job, Break);
        }

        Follow(job);
        if (job is { Result.Failure: null, Step.Accident: null } && !job.Warned("journalIncomplete"))
        {
            CheckEnded(job, Break);
        }
    }

    // What is half done is said, what is not is not, and a page that is damaged is said to be, once.
    private void CheckSaid(JobRecord job, Action<string> broken)
    {
        if (job.Warned("journalDamaged") != _torn)
        {
            broken(_torn ? "a page was torn, and no word of that" : "a page is told to be damaged that is none");
        }

        _torn &= !job.JournalWritten;
        if (SectorIsOurs && !job.Said(ChangeKind.Bootloader))
        {
            broken("the bootloader sector is half written or half erased by us, and the next run does not say so");
        }

        // A half-written code may begin with as many zeros.
        if (_zerosLeft && !job.Said(ChangeKind.ReadPath) && !job.Said(ChangeKind.Script))
        {
            broken("our 8 zero bytes stand in the QML sector, and the next run does not say so");
        }

        if (!_unfinished && job.Events.Any(e => e is JobEvent.LeftBehind))
        {
            broken("every job before came to its end, and something is told to be left");
        }
    }

    private void Follow(JobRecord job)
    {
        bool ended = job.Result is { Failure: null };
        _unfinished |= !ended && (job.Result is not null || job.Killed);
        _unfinished |= job.Result?.Upgrade?.Settings is { CanBeTriedAgain: true };
        _unfinished |= job.AccidentStruck || job.Warned("readPathLeftOpen") || job.Warned("journalIncomplete");
        if (job.PageTorn)
        {
            (_torn, SectorIsOurs, _zerosLeft) = (true, false, false);
            return;
        }

        bool changed = Truth.Changed(job.Before, job.After).Contains(11);
        bool amendedInVain = job.Step.Accident?.Kind is AccidentKind.DiskFull or AccidentKind.DiskFullOnce;
        SectorIsOurs = (changed ? !ended && job.Code != FailureCode.WrittenUnverified && !amendedInVain : SectorIsOurs)
            && !(job.FlashLied && (job.IsClosed || Laws.QmlSectorOf(job) == 0)) && !Truth.IsBlank(Truth.Sector(job.After, 11))
            && Truth.ImageIn(job.After).Image is null
            && !Truth.SectorIs(job.After, RunningJob.ContentOf(job.Step).Span) && !IsWrittenOver(job) && !job.HoldsForeign;

        int qml = Laws.QmlSectorOf(job);
        bool stand = qml > 0 && Truth.Sector(job.After, qml).StartsWith(_zeros);
        bool stood = qml > 0 && Truth.Sector(job.Before, qml).StartsWith(_zeros);
        bool open = (job.Killed || job.BoardState.Contains("8 zero bytes may be", StringComparison.Ordinal))
            && !job.Warned("readPathLeftOpen");
        _zerosLeft = stand && (stood ? _zerosLeft && !job.Warned("readPathLeftOpen") : open);
    }

    // Where nothing can be erased the whole of the image lies over what was there: that is no half, and nobody can tell it.
    private static bool IsWrittenOver(JobRecord job)
    {
        var before = Truth.Sector(job.Before, 11);
        var after = Truth.Sector(job.After, 11);
        var content = RunningJob.ContentOf(job.Step).Span;
        for (int i = 0; i < content.Length; i++)
        {
            if (after[i] != (before[i] & content[i]))
            {
                return false;
            }
        }

        return true;
    }

    // What a job has brought to its end is not open any more.
    private void CheckEnded(JobRecord job, Action<string> broken)
    {
        bool wrote = job.Step.Kind is JobKind.Install or JobKind.RestoreSector && !job.Step.DryRun;
        if (wrote && job.Open.Contains(ChangeKind.Bootloader))
        {
            broken($"{job.Step.Kind} came to its end, and the journal calls it unfinished");
        }

        bool looks = job.Step.Kind is JobKind.Check or JobKind.Verify or JobKind.Install or JobKind.RestoreSector or JobKind.Dump
            && job.Step.Method != VescUartBoot.Jobs.Common.CheckMethod.Passive && !job.Step.DryRun;
        int qml = Laws.QmlSectorOf(job);
        if (looks && job.Step.Yes && qml > 0 && job.Open.Contains(ChangeKind.ReadPath) && !job.Warned("readPathLeftOpen"))
        {
            broken($"{job.Step.Kind} has read the sector, and the way to read is still called open");
        }

        if (looks && job.Step.Yes && _zerosLeft && !job.Warned("readPathLeftOpen"))
        {
            broken($"{job.Step.Kind} has read the sector, and our zeros of before still stand");
        }
    }
}
