using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>What a job has done to the board so far, and the sentences that tell it.</summary>
internal sealed class BoardChanges
{
    /// <summary>How far the bootloader sector was changed.</summary>
    public enum Sector
    {
        Untouched,
        EraseSent,
        Erased,
        Writing,
        Written,
        Verified,

        /// <summary>It cannot be read; a restart has shown that a bootloader runs there.</summary>
        Ran,

        /// <summary>It was read, and is neither blank nor what was there before nor the image.</summary>
        Spoiled,
    }

    /// <summary>How far a firmware was brought.</summary>
    public enum Staging
    {
        Untouched,

        /// <summary>An erase of staging was sent, and nothing tells what came of it.</summary>
        EraseSent,

        /// <summary>Staging is erased, or holds a part of the firmware.</summary>
        Partial,

        /// <summary>It waits whole.</summary>
        Waiting,

        /// <summary>The board was sent into its bootloader, and what came of it is not known.</summary>
        Started,

        /// <summary>The board answered with its old firmware.</summary>
        Refused,

        /// <summary>The board answered as before, and nothing proves which firmware it runs.</summary>
        Undecided,

        /// <summary>The board runs the new firmware.</summary>
        Applied,

        /// <summary>The board answered, with a firmware that should not be there.</summary>
        Strange,
    }

    public Sector Bootloader { get; set; }

    /// <summary>What was done to a board behind the SWD pins, where the job is about that one.</summary>
    public TargetChanges? Target { get; set; }

    public Staging Upload { get; set; }

    /// <summary>The board was sent through its bootloader sector for a check, and has not answered yet.</summary>
    public bool Restarted { get; set; }

    /// <summary>4 zero bytes stand where the length of an upload stands: whatever waits in staging is never installed.</summary>
    public bool Defused { get; set; }

    /// <summary>A firmware was installed and the settings went with it: none of the owner's is back yet.</summary>
    public bool SettingsLost { get; set; }

    /// <summary>
    /// Staging was erased, or may be, and the firmware may still take the QML code there for valid: from 6.05 on a question for its version
    /// then restarts it.
    /// </summary>
    public bool RemembersErasedCode { get; set; }

    /// <summary>Stored QML or Lisp code went with the erase of staging.</summary>
    public bool CodeErased { get; set; }

    /// <summary>Where stored QML or Lisp code was saved; <see langword="null"/>: none was stored.</summary>
    public string? CodeKeptIn { get; set; }

    /// <summary>What became of the owner's settings and scripts was told at the end of the job.</summary>
    public bool OwnersValuesTold { get; set; }

    // Whatever waits whole in staging may be started by any restart through the bootloader.
    private bool OwnersValuesAtRisk =>
        Upload is Staging.Waiting or Staging.Started or Staging.Applied or Staging.Strange or Staging.Undecided
            || (CodeErased && CodeKeptIn is not null);

    /// <summary>Written whole, on firmware that cannot be read back: nothing more can be done.</summary>
    public bool Unprovable { get; set; }

    /// <summary>Bytes of the image that the board has acknowledged.</summary>
    public int Acknowledged { get; set; }

    public int ImageLength { get; set; }

    /// <summary>Bytes of a bootloader that were programmed; chunks of 0xFF are left out.</summary>
    public int BytesWritten { get; set; }

    /// <summary>The sector with our 8 zero bytes in it, from before they are sent until they are gone for certain.</summary>
    public CodeSector? OpenedIn { get; set; }

    /// <summary>The zero bytes were there already: an earlier run left them.</summary>
    public bool FoundOpen { get; set; }

    /// <summary>The zero bytes that an earlier run had left are erased.</summary>
    public CodeSector? LeftoverErasedIn { get; set; }

    /// <summary>Bytes that were written to open the flash for reading.</summary>
    public int BytesToRead { get; set; }

    /// <summary>Erases of the sector with those bytes.</summary>
    public int ErasesAfterReading { get; set; }

    /// <summary>What was written to read flash, and what became of it; <see langword="null"/>: nothing was.</summary>
    public ReadPathTrace? ReadPath => BytesToRead == 0 && ErasesAfterReading == 0
        ? null
        : new(BytesToRead, ErasesAfterReading, OpenedIn is null);

    /// <summary>Bytes of a bootloader that were programmed; where none was, what was written to read flash.</summary>
    public int BytesProgrammed => BytesWritten > 0 ? BytesWritten : BytesToRead;

    /// <summary>What was done to settings and scripts: half a sentence for each part that was or may have been changed.</summary>
    public BackupNotes Kept { get; } = new();

    /// <summary>Where the settings come from that the job stores, in words.</summary>
    public string WantedSettings { get; set; } = "the one of the backup";

    /// <summary>Configurations that are neither what they were nor what they should be, as far as anyone knows.</summary>
    public UncertainParts InDoubt { get; } = new();

    public bool Any => Bootloader != Sector.Untouched || OpenedIn is not null || Kept.Count > 0 || Upload != Staging.Untouched || Defused
        || LeftoverErasedIn is not null;

    /// <summary>The bootloader sector is not as it was, and not known to be blank or whole.</summary>
    public bool SectorInDoubt => Bootloader is Sector.EraseSent or Sector.Writing or Sector.Written or Sector.Spoiled;

    /// <summary>A stop waits: what is under way must not be left half done.</summary>
    public bool FinishesFirst => Bootloader is Sector.EraseSent or Sector.Erased or Sector.Writing || Upload == Staging.Started || Restarted
        || InDoubt.Count > 0 || Target is { FinishesFirst: true };

    /// <summary>Whether a change of this job that was written down is left in a state that the next run must look at.</summary>
    /// <remarks>Half a firmware in staging is never installed, and was told.</remarks>
    public bool LeavesOpen(InterruptedChange change) => change.Kind switch
    {
        ChangeKind.ReadPath => OpenedIn is not null,
        ChangeKind.Bootloader => SectorInDoubt && !Unprovable,
        ChangeKind.Firmware => Upload is Staging.Waiting or Staging.Started,
        ChangeKind.Jump => Restarted,
        ChangeKind.Backup => !OwnersValuesTold && OwnersValuesAtRisk,
        ChangeKind.Settings => InDoubt.Any(k => k.Name() == change.What),
        _ => true,
    };

    /// <summary>What the board holds now, and whether it drives.</summary>
    public string Describe()
    {
        if (Target is { } target)
        {
            return target.Describe();
        }

        string sector = Bootloader switch
        {
            Sector.Untouched when Any => "its bootloader sector is as it was",
            Sector.Untouched => ReadPath is { } opened ? $"its flash is as it was: {opened}" : "nothing on the board was changed",
            Sector.EraseSent =>
                "an erase of the bootloader sector was sent and its outcome is not known: assume that there is no bootloader",
            Sector.Erased => "its bootloader sector is blank: it has no bootloader",
            Sector.Writing =>
                $"its bootloader sector is half written ({Acknowledged} of {ImageLength} bytes acknowledged): no firmware upload before "
                    + "this is finished, it would jump into it",
            Sector.Spoiled =>
                "its bootloader sector holds no sound bootloader: no firmware upload before this is repaired, it would jump into it",
            Sector.Ran => "a bootloader was written and runs, which a restart has shown; it was not read back",
            Sector.Written => "its bootloader sector is written but not proved",
            _ => "its bootloader sector holds what was written, byte for byte",
        };
        string gone = LeftoverErasedIn is { } erased ? $"; the 8 zero bytes that an earlier run left in its {erased.Name} sector are gone"
            : "";
        string path = OpenedIn is { } code
            ? $"; 8 zero bytes may stand at the start of its {code.Name} sector ({code.Sector.Start}){Consequence(code)}"
            : "";
        string kept = string.Concat(Kept.Sentences.Select(k => $"; {k}")) + gone;
        string drives = SettingsLost ? " with default settings: do not drive before motor and app are set up again"
            : InDoubt.Count == 0 ? " and drives"
            : ", but do not drive before someone has looked at its settings";
        return Upload switch
        {
            _ when Restarted =>
                "The board was sent through its bootloader sector and has not answered since: nothing was installed, so once it has power "
                    + "again it runs its firmware.",
            Staging.Untouched => $"The board still runs its firmware{drives}; {sector}{Harmless}{kept}{path}.",
            Staging.EraseSent =>
                $"The board still runs its firmware{drives}; an erase of staging was sent and its outcome is not known, so neither is "
                    + $"what waits there{(CodeErased ? " nor whether stored QML and Lisp code is still there" : "")}{Remembered}; "
                    + $"{sector}{kept}{path}.",
            Staging.Partial =>
                $"The board still runs its firmware{drives}; a part of the new firmware waits in flash, which no bootloader "
                    + $"installs{Remembered}{Code}; {sector}{kept}{path}.",
            Staging.Waiting =>
                $"The board still runs its firmware{drives}; the new firmware waits in flash and was not started: any restart through the "
                    + $"bootloader would install it and reset all settings{Code}; {sector}{kept}{path}.",
            Staging.Refused =>
                $"The board still runs its old firmware{drives}; "
                    + (Defused
                        ? "the new one was made harmless"
                        : "the new one waits in flash, and another restart through a bootloader may install it")
                    + $"{Code}; {sector}{kept}{path}.",
            Staging.Undecided =>
                "The board runs, and whether it runs the new firmware or the one of before is not "
                    + $"known{(SettingsLost || InDoubt.Count > 0 ? drives : ": look at its settings before you drive")}"
                    + $"{(Defused ? "" : "; the new one waits in flash, and another restart through a bootloader may install it")}{Code}; "
                    + $"{sector}{kept}{path}.",
            Staging.Applied => $"The board runs the new firmware{(SettingsLost || InDoubt.Count > 0 ? drives : "")}; {sector}{kept}{path}.",
            Staging.Strange => $"The board answers, but not with the firmware that was sent; do not drive it; {sector}{kept}{path}.",
            _ => "The board was sent into its bootloader and has not answered since: what it holds is not known. Do not cut its power yet.",
        };
    }

    /// <summary>What 8 zero bytes that stay in a sector mean for the board: half a sentence.</summary>
    internal static string Consequence(CodeSector code) => code.IsInStaging
        ? ", and until they are erased an upload by another program may restart the board"
        : ", which its firmware takes for no code";

    private string Harmless =>
        Defused ? "; 4 zero bytes at the start of staging keep an earlier upload, if one waited there, from ever being installed" : "";

    private string Remembered => RemembersErasedCode
        ? "; the next program that asks for its version may restart it, once: switch its power off and on first"
        : "";

    private string Code => CodeErased && CodeKeptIn is { } folder ? $"; stored QML and Lisp code is erased (it is kept in {folder})" : "";
}
