using VescUartBoot.Boards;

namespace VescUartBoot.Jobs;

/// <summary>What a job has done to the board so far, and the sentences that tell it.</summary>
internal sealed class BoardTouch
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

        /// <summary>The board runs the new firmware.</summary>
        Applied,

        /// <summary>The board answered, with a firmware that should not be there.</summary>
        Strange,
    }

    public Sector Bootloader { get; set; }

    public Staging Upload { get; set; }

    /// <summary>The board was sent through its bootloader sector for a check, and has not answered yet.</summary>
    public bool Restarted { get; set; }

    /// <summary>Stored QML or Lisp code went with the erase of staging.</summary>
    public bool CodeErased { get; set; }

    /// <summary>Bytes of the image that the board has acknowledged.</summary>
    public int Acknowledged { get; set; }

    public int ImageLength { get; set; }

    /// <summary>Bytes of a bootloader that were programmed; chunks of 0xFF are left out.</summary>
    public int BytesWritten { get; set; }

    /// <summary>The sector with our 8 zero bytes in it, from before they are sent until they are gone for certain.</summary>
    public CodeSector? OpenedIn { get; set; }

    /// <summary>Four zero bytes were sent to the start of staging, to make an upload harmless that may wait there.</summary>
    public bool StagingZeroed { get; set; }

    /// <summary>The zero bytes were there already: an earlier run left them.</summary>
    public bool FoundOpen { get; set; }

    /// <summary>The zero bytes that an earlier run had left are erased.</summary>
    public CodeSector? LeftoverErasedIn { get; set; }

    /// <summary>What was done to settings and scripts: half a sentence for each part that was or may have been changed.</summary>
    public SortedDictionary<KeptKind, string> Kept { get; } = [];

    /// <summary>Configurations that are neither what they were nor what they should be, as far as anyone knows.</summary>
    public HashSet<KeptKind> InDoubt { get; } = [];

    public bool Any => Bootloader != Sector.Untouched || OpenedIn is not null || Kept.Count > 0 || Upload != Staging.Untouched
        || StagingZeroed || LeftoverErasedIn is not null;

    /// <summary>What the board holds now, and whether it drives.</summary>
    public string Describe()
    {
        string sector = Bootloader switch
        {
            Sector.Untouched => Any ? "its bootloader sector is as it was" : "nothing on the board was changed",
            Sector.EraseSent => "an erase of the bootloader sector was sent and its outcome is not known: take it that there is no bootloader",
            Sector.Erased => "its bootloader sector is blank: it has no bootloader",
            Sector.Writing => $"its bootloader sector is half written ({Acknowledged} of {ImageLength} bytes acknowledged): no firmware upload before this is finished, it would jump into it",
            Sector.Spoiled => "its bootloader sector holds no sound bootloader: no firmware upload before this is mended, it would jump into it",
            Sector.Written => "its bootloader sector is written but not proved",
            _ => "its bootloader sector holds what was written, byte for byte",
        };
        string zeros = StagingZeroed ? "; 4 zero bytes were sent to the start of staging, so that no upload that may wait there is installed" : "";
        string gone = LeftoverErasedIn is { } erased ? $"; the 8 zero bytes that an earlier run left in its {erased.Name} sector are gone" : "";
        string path = OpenedIn is { } opened ? $"; 8 zero bytes may stand at the start of its {opened.Name} sector ({opened.Sector.Start}), which does no harm" : "";
        string kept = string.Concat(Kept.Values.Select(k => $"; {k}")) + zeros + gone;
        string drives = InDoubt.Count == 0 ? " and drives" : ", but do not drive before someone has looked at its settings";
        return Upload switch
        {
            _ when Restarted => "The board was sent through its bootloader sector and has not answered since: nothing was installed, so once it has power again it runs its firmware.",
            Staging.Untouched => $"The board still runs its firmware{drives}; {sector}{kept}{path}.",
            Staging.EraseSent => $"The board still runs its firmware and drives; an erase of staging was sent and its outcome is not known, so neither is what waits there{(CodeErased ? " nor whether stored QML and Lisp code is still there" : "")}; {sector}{kept}{path}.",
            Staging.Partial => $"The board still runs its firmware and drives; a part of the new firmware waits in flash, which does no harm{Code}; {sector}{kept}{path}.",
            Staging.Waiting => $"The board still runs its firmware and drives; the new firmware waits in flash and was not started: any restart through the bootloader would install it and reset all settings{Code}; {sector}{kept}{path}.",
            Staging.Refused => $"The board still runs its old firmware and drives; the new one waits in flash{Code}; {sector}{kept}{path}.",
            Staging.Applied => $"The board runs the new firmware{(InDoubt.Count == 0 ? "" : ", but do not drive before someone has looked at its settings")}; {sector}{kept}{path}.",
            Staging.Strange => $"The board answers, but not with the firmware that was sent; do not drive it; {sector}{kept}{path}.",
            _ => "The board was sent into its bootloader and has not answered since: what it holds is not known. Do not cut its power yet.",
        };
    }

    private string Code => CodeErased ? "; stored QML and Lisp code is erased" : "";
}
