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

    public Sector Bootloader { get; set; }

    /// <summary>Bytes of the image that the board has acknowledged.</summary>
    public int Acknowledged { get; set; }

    public int ImageLength { get; set; }

    /// <summary>The sector with our 8 zero bytes in it, from before they are sent until they are gone for certain.</summary>
    public CodeSector? OpenedIn { get; set; }

    /// <summary>What was done to settings and scripts: half a sentence for each part that was or may have been changed.</summary>
    public SortedDictionary<KeptKind, string> Kept { get; } = [];

    /// <summary>Configurations that are neither what they were nor what they should be, as far as anyone knows.</summary>
    public HashSet<KeptKind> InDoubt { get; } = [];

    public bool Any => Bootloader != Sector.Untouched || OpenedIn is not null || Kept.Count > 0;

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
        string path = OpenedIn is { } opened ? $"; 8 zero bytes may stand at the start of its {opened.Name} sector ({opened.Sector.Start}), which does no harm" : "";
        string kept = string.Concat(Kept.Values.Select(k => $"; {k}"));
        string drives = InDoubt.Count == 0 ? " and drives" : ", but do not drive before someone has looked at its settings";
        return $"The board still runs its firmware{drives}; {sector}{kept}{path}.";
    }
}
