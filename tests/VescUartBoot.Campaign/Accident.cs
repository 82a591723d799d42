namespace VescUartBoot.Campaign;

/// <summary>What happens to the program itself, or to the disk under its journal.</summary>
internal enum AccidentKind
{
    /// <summary>It ends right before a page of the journal is written.</summary>
    KilledBeforeWrite,

    /// <summary>It ends while a page is written: a part of it lies beside the old one.</summary>
    KilledInWrite,

    /// <summary>It ends right after a page was written, before anything is sent.</summary>
    KilledAfterWrite,

    /// <summary>It ends, and of the last page only a part is on the disk, which no disk that keeps its word does.</summary>
    TornPage,

    /// <summary>It ends at an event of the job.</summary>
    KilledAtEvent,

    /// <summary>It ends at an event behind the first erase or write.</summary>
    KilledWriting,

    /// <summary>It ends at an event after the board came back from its bootloader, when its settings are to be put back.</summary>
    KilledRestoring,

    /// <summary>From a page on nothing can be written any more.</summary>
    DiskFull,

    /// <summary>One page cannot be written, those after it can.</summary>
    DiskFullOnce,
}

/// <summary>An accident of the program.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Number">At which page of the journal, or at which event; from 1 on.</param>
/// <param name="Byte">How much of a torn page is there.</param>
internal sealed record Accident(AccidentKind Kind, int Number, int Byte)
{
    /// <summary>It counts events of the job, not pages of the journal.</summary>
    public bool CountsEvents => Kind is AccidentKind.KilledAtEvent or AccidentKind.KilledWriting or AccidentKind.KilledRestoring;

    public override string ToString() =>
        $"{Kind} no. {Number}{(Kind is AccidentKind.KilledInWrite or AccidentKind.TornPage ? $" byte {Byte}" : "")}";
}

/// <summary>The program is gone: nothing of ours runs behind this.</summary>
internal sealed class KilledException() : Exception("the program was killed");
