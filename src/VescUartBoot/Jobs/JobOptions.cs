using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Journal;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

/// <summary>By which ways a job may look into the bootloader sector.</summary>
public enum CheckMethod
{
    /// <summary>First <see cref="Passive"/>, then <see cref="Readback"/> if the owner agrees.</summary>
    Auto,

    /// <summary>Read only what is readable without a change.</summary>
    Passive,

    /// <summary>Where nothing is stored, write 8 zero bytes into the QML sector, read, and undo it.</summary>
    Readback,

    /// <summary>Restart the board through its bootloader sector and time its return: never part of <see cref="Auto"/>, and only for a check.</summary>
    Jump,
}

/// <summary>A question to the owner of the board.</summary>
public enum JobQuestion
{
    /// <summary>May the 8 zero bytes be written that open the flash for reading, and be taken back at the end?</summary>
    OpenReadPath,

    /// <summary>May the 8 zero bytes that an earlier run left be taken back, which erases the otherwise blank QML sector?</summary>
    UndoLeftover,

    /// <summary>May what is in the bootloader sector be erased, now that it is saved?</summary>
    Replace,

    /// <summary>May the image be fetched from its origin?</summary>
    Fetch,

    /// <summary>May the upgrade be done as planned?</summary>
    Upgrade,

    /// <summary>May the board be restarted through its bootloader sector?</summary>
    Jump,

    /// <summary>Shall it be taken that a bootloader is there, though nothing proves it? Only a person can judge that.</summary>
    AssumeBootloader,

    /// <summary>May a released image take the place of a firmware that is no released build? Only a person can judge that.</summary>
    ReplaceOwnBuild,

    /// <summary>May what is in the bootloader sector be exchanged where it cannot be read, so cannot be saved? Only a person can judge that.</summary>
    ExchangeUnread,

    /// <summary>May content be put into the bootloader sector that is no sound bootloader?</summary>
    RestoreNoBootloader,

    /// <summary>May stored QML or Lisp code be erased for that of the backup?</summary>
    ReplaceCode,

    /// <summary>May QML or Lisp code be put back that was saved on another firmware or hardware?</summary>
    CodeOfOtherFirmware,
}

/// <summary>What surrounds a job: who is told, who is asked.</summary>
public sealed record JobContext
{
    /// <summary>Is told what happens.</summary>
    public IProgress<JobEvent>? Events { get; init; }

    /// <summary>Answers a question; the text says what it is about. Default: no to everything.</summary>
    public Func<JobQuestion, string, ValueTask<bool>> Ask { get; init; } = (_, _) => new ValueTask<bool>(false);

    /// <summary>Remembers what was begun on a board, for the next run. Default: nobody does.</summary>
    public IJobJournal? Journal { get; init; }

    /// <summary>What the job is called in the journal.</summary>
    public string Command { get; init; } = "job";

    /// <summary>Shows from outside what the job has done so far.</summary>
    public JobMonitor? Watch { get; init; }

    /// <summary>The known images.</summary>
    public BootloaderCatalog Catalogue { get; init; } = BootloaderCatalog.Shipped;
}

/// <summary>What all jobs take. A value out of its range throws <see cref="OptionRangeException"/>.</summary>
public record JobOptions
{
    /// <summary>The board must be this one.</summary>
    public Uuid? Board { get; init; }

    /// <summary>How to look into the sector. Default <see cref="CheckMethod.Auto"/>.</summary>
    public CheckMethod Method { get; init; }

    /// <summary>Small requests of the link check. Default 32, 8..1000.</summary>
    public int LinkCheckRequests { get; init => field = OptionRange.Require(value, 8, 1000); } = 32;

    /// <summary>The least supply in volts. Default <see langword="null"/>: USB power is enough. 0..100.</summary>
    public double? MinVoltage { get; init => field = value is { } volts ? OptionRange.Require(volts, 0, 100) : null; }

    /// <summary>Share of lost or corrupt replies above which a link is refused, in per cent. Default 20, 0..100.</summary>
    public int MaxLossPercent { get; init => field = OptionRange.Require(value, 0, 100); } = 20;
}

/// <summary>What a check takes.</summary>
public sealed record CheckOptions : JobOptions
{
    /// <summary>How to wait for the board, with <see cref="CheckMethod.Jump"/>.</summary>
    public RestartOptions Restart { get; init; } = new();
}

/// <summary>What a job takes that writes the bootloader sector.</summary>
public record SectorOptions : JobOptions
{
    /// <summary>Exchange what is there; it is saved first.</summary>
    public bool Replace { get; init; }

    /// <summary>Saves the old content of the sector and returns where; an exception stops the job before anything is erased.</summary>
    public Func<ReadOnlyMemory<byte>, string>? Save { get; init; }
}

/// <summary>What an install takes.</summary>
public sealed record InstallOptions : SectorOptions
{
    /// <summary>The bootloader to install; without it <see cref="Choice"/> finds one.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>Finds the bootloader, once it is known that one may be written.</summary>
    public BootloaderResolver? Choice { get; init; }

    /// <summary>Where it cannot be told whether a bootloader is there, take it that none is.</summary>
    public bool AssumeAbsent { get; init; }

    /// <summary>Look and plan, but send nothing that changes the board.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What putting a saved bootloader sector back takes.</summary>
public sealed record RestoreSectorOptions : SectorOptions
{
    /// <summary>The whole sector, 131072 bytes, as it was saved.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What to call it, such as the name of its file.</summary>
    public required string Name { get; init; }
}

/// <summary>What a backup takes.</summary>
public sealed record BackupOptions : JobOptions
{
    /// <summary>Keeps the backup and returns where, such as <see cref="BackupFolder.Write"/>.</summary>
    public required Func<BoardBackup, string> Save { get; init; }
}

/// <summary>What putting a backup back takes.</summary>
public sealed record RestoreOptions : JobOptions
{
    /// <summary>The backup.</summary>
    public required BoardBackup Backup { get; init; }

    /// <summary>Put the configurations of motors and app back. Default yes.</summary>
    public bool Settings { get; init; } = true;

    /// <summary>Put QML and Lisp code back. Default yes.</summary>
    public bool Scripts { get; init; } = true;

    /// <summary>The backup may be of this other board. Default: it must be of the board itself.</summary>
    public Uuid? FromOtherBoard { get; init; }
}

/// <summary>What reading a region of flash takes.</summary>
public sealed record DumpOptions : JobOptions
{
    /// <summary>The region.</summary>
    public required FlashRange Range { get; init; }

    /// <summary>Keeps the bytes and returns where.</summary>
    public required Func<ReadOnlyMemory<byte>, string> Save { get; init; }
}

/// <summary>What a comparison takes.</summary>
public sealed record VerifyOptions : JobOptions
{
    /// <summary>What should be there; without it and without <see cref="Known"/> any image of the catalogue is right.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>What should be there, by the catalogue: its bytes are not needed.</summary>
    public CatalogEntry? Known { get; init; }
}
