using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>The changes that a job has made to the board so far, and their description in sentences.</summary>
internal sealed class BoardChanges
{
    /// <summary>State of the bootloader sector.</summary>
    public enum Sector
    {
        Untouched,
        EraseSent,
        Erased,
        Writing,
        Written,
        Verified,

        /// <summary>The sector cannot be read; a restart has shown that a bootloader runs there.</summary>
        Ran,

        /// <summary>The sector was read: it is not blank, and holds neither its old content nor the image.</summary>
        Spoiled,
    }

    /// <summary>State of a firmware upload.</summary>
    public enum Staging
    {
        Untouched,

        /// <summary>An erase of staging was sent, with unknown result.</summary>
        EraseSent,

        /// <summary>Staging is erased, or holds a part of the firmware.</summary>
        Partial,

        /// <summary>The complete firmware is staged.</summary>
        Waiting,

        /// <summary>The board has jumped to its bootloader, with unknown result.</summary>
        Started,

        /// <summary>The board answered with its old firmware.</summary>
        Refused,

        /// <summary>The board answered as before, and nothing proves which firmware runs.</summary>
        Undecided,

        /// <summary>The board runs the new firmware.</summary>
        Applied,

        /// <summary>The board answered with an unexpected firmware.</summary>
        Strange,
    }

    public Sector Bootloader { get; set; }

    /// <summary>Changes of a board at the SWD pins, if the job is about that one.</summary>
    public TargetChanges? Target { get; set; }

    public Staging Upload { get; set; }

    /// <summary>The board was restarted through its bootloader sector for a check, and has not answered yet.</summary>
    public bool Restarted { get; set; }

    /// <summary>The length of the upload is overwritten by 4 zero bytes, so that the staged image is never installed.</summary>
    public bool Defused { get; set; }

    /// <summary>A firmware was installed, which erased the settings, and none of them is restored yet.</summary>
    public bool SettingsLost { get; set; }

    /// <summary>
    /// Staging was erased, or may be, and the firmware may still consider the QML code there valid: from 6.05 on FW_VERSION then restarts
    /// the
    /// board.
    /// </summary>
    public bool RemembersErasedCode { get; set; }

    /// <summary>The erase of staging removed stored QML or Lisp code.</summary>
    public bool CodeErased { get; set; }

    /// <summary>Path of the saved QML or Lisp code; <see langword="null"/> if none was stored.</summary>
    public string? CodeKeptIn { get; set; }

    /// <summary>The end of the job has reported the state of settings and scripts.</summary>
    public bool OwnersValuesTold { get; set; }

    // Any restart through the bootloader may install a complete staged image.
    private bool OwnersValuesAtRisk =>
        SettingsLost || Upload is Staging.Waiting or Staging.Started or Staging.Applied or Staging.Strange or Staging.Undecided
            || (CodeErased && CodeKeptIn is not null);

    /// <summary>Written completely, on firmware that cannot read it back: nothing more can be done.</summary>
    public bool Unprovable { get; set; }

    /// <summary>Number of image bytes that the board has acknowledged.</summary>
    public int Acknowledged { get; set; }

    public int ImageLength { get; set; }

    /// <summary>Number of bootloader bytes programmed; chunks of 0xFF are skipped.</summary>
    public int BytesWritten { get; set; }

    /// <summary>The sector with our 8 zero bytes, from before they are sent until they are certainly erased.</summary>
    public CodeSector? OpenedIn { get; set; }

    /// <summary>The zero bytes were left by an earlier run.</summary>
    public bool FoundOpen { get; set; }

    /// <summary>The sector in which the zero bytes of an earlier run were erased.</summary>
    public CodeSector? LeftoverErasedIn { get; set; }

    /// <summary>Number of bytes written to make flash readable.</summary>
    public int BytesToRead { get; set; }

    /// <summary>Number of erases of the sector with those bytes.</summary>
    public int ErasesAfterReading { get; set; }

    /// <summary>What was written to make flash readable, and whether it is undone; <see langword="null"/> if nothing was written.</summary>
    public ReadPathTrace? ReadPath => BytesToRead == 0 && ErasesAfterReading == 0
        ? null
        : new(BytesToRead, ErasesAfterReading, OpenedIn is null);

    /// <summary>Number of bootloader bytes programmed; if none, the bytes written to make flash readable.</summary>
    public int BytesProgrammed => BytesWritten > 0 ? BytesWritten : BytesToRead;

    /// <summary>Changes to settings and scripts: a half sentence for each part that was or may have been changed.</summary>
    public BackupNotes Kept { get; } = new();

    /// <summary>Source of the settings that the job stores, in words.</summary>
    public string WantedSettings { get; set; } = "the one of the backup";

    /// <summary>Configurations that, as far as is known, are neither the old nor the new ones.</summary>
    public UncertainParts InDoubt { get; } = new();

    public bool Any => Bootloader != Sector.Untouched || OpenedIn is not null || Kept.Count > 0 || Upload != Staging.Untouched || Defused
        || LeftoverErasedIn is not null;

    /// <summary>The bootloader sector has changed and is not known to be blank or complete.</summary>
    public bool SectorInDoubt => Bootloader is Sector.EraseSent or Sector.Writing or Sector.Written or Sector.Spoiled;

    /// <summary>A stop must wait: the change in progress must not stay incomplete.</summary>
    public bool FinishesFirst => Bootloader is Sector.EraseSent or Sector.Erased or Sector.Writing || Upload == Staging.Started || Restarted
        || InDoubt.Count > 0 || Target is { FinishesFirst: true };

    /// <summary>Whether a recorded change of this job is left in a state that the next run must check.</summary>
    /// <remarks>An incomplete firmware in staging is never installed, and was reported.</remarks>
    public bool LeavesOpen(InterruptedChange change) => change.Kind switch
    {
        _ when Target is { } target => target.IsInDoubt,
        ChangeKind.ReadPath => OpenedIn is not null,
        ChangeKind.Bootloader => SectorInDoubt && !Unprovable,
        ChangeKind.Firmware => Upload is Staging.Waiting or Staging.Started,
        ChangeKind.Jump => Restarted,
        ChangeKind.Backup => !OwnersValuesTold && OwnersValuesAtRisk,
        ChangeKind.Settings => InDoubt.Any(k => k.Name() == change.What),
        _ => true,
    };

    /// <summary>Describes what the board holds now, and whether it drives.</summary>
    public string Describe()
    {
        if (Target is { } target)
        {
            return target.Describe();
        }

        string sector = Bootloader switch
        {
            Sector.Untouched when Any => "its bootloader sector is as this run found it",
            Sector.Untouched => ReadPath is { } opened ? $"its flash is as it was: {opened}" : "nothing on the board was changed",
            Sector.EraseSent =>
                "an erase of the bootloader sector was sent and its outcome is not known: assume that there is no bootloader",
            Sector.Erased => "its bootloader sector is blank: it has no bootloader",
            Sector.Writing =>
                $"its bootloader sector is half written ({Acknowledged} of {ImageLength} bytes acknowledged): do not upload firmware "
                    + "before this is finished: the board would start half a bootloader",
            Sector.Spoiled =>
                "its bootloader sector holds no intact bootloader: do not upload firmware before this is repaired, the board would start "
                    + "it",
            Sector.Ran => "a bootloader was written and runs, which a restart has shown; it was not read back",
            Sector.Written => "its bootloader sector is written but not proved",
            _ => "its bootloader sector holds what was written, byte for byte",
        };
        string gone = LeftoverErasedIn is { } erased ? $"; the 8 zero bytes that an earlier run left in its {erased.Name} sector are gone"
            : "";
        string path = OpenedIn is { } code
            ? $"; 8 zero bytes may be at the start of its {code.Name} sector ({code.Sector.Start}){Consequence(code)}"
            : "";
        string kept = string.Concat(Kept.Sentences.Select(k => $"; {k}")) + gone;
        string drives = SettingsLost ? " with default settings: do not drive before motor and app are set up again"
            : InDoubt.Count == 0 ? " and works as before"
            : ", but do not drive before its settings are checked";
        return Upload switch
        {
            _ when Restarted =>
                "The board was sent through its bootloader sector and has not answered since: nothing was installed, so once it has power "
                    + "again it runs its firmware.",
            Staging.Untouched => $"The board still runs its firmware{drives}; {sector}{Harmless}{kept}{path}.",
            Staging.EraseSent =>
                $"The board still runs its firmware{drives}; an erase of the upload area (staging) was sent, with an unknown result: an "
                    + $"earlier upload {(CodeErased ? "and stored QML and Lisp code " : "")}may still be there{Remembered}; "
                    + $"{sector}{kept}{path}.",
            Staging.Partial =>
                $"The board still runs its firmware{drives}; an incomplete copy of the new firmware is in flash, which a bootloader "
                    + $"ignores{Remembered}{Code}; {sector}{kept}{path}.",
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

    /// <summary>Describes the effect of 8 zero bytes that stay in a sector, in a half sentence.</summary>
    internal static string Consequence(CodeSector code) => code.IsInStaging
        ? ", and until they are erased an upload by another program may restart the board"
        : ", which its firmware takes for no code";

    private string Harmless =>
        Defused ? "; 4 zero bytes were written where uploads wait, so that an old upload is never installed" : "";

    private string Remembered => RemembersErasedCode
        ? "; switch its power off and on before any other step: the next program that asks for its version may restart it, once"
        : "";

    private string Code => CodeErased && CodeKeptIn is { } folder ? $"; stored QML and Lisp code is erased (it is kept in {folder})" : "";
}
