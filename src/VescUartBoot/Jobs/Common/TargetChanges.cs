using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>What a job has done to a board behind the SWD pins of the helper, and the sentences that tell it.</summary>
internal sealed class TargetChanges
{
    /// <summary>How far its flash was changed.</summary>
    public enum Flash
    {
        Untouched,

        /// <summary>All of it is erased, or may be.</summary>
        EraseSent,
        Erased,
        Writing,
        Written,
        Verified,
    }

    /// <summary>Its UUID, once it was read.</summary>
    public Uuid? Uuid { get; set; }

    /// <summary>It is halted, and was not told to run again.</summary>
    public bool IsHalted { get; set; }

    /// <summary>The helper has its pins back.</summary>
    public bool IsReleased { get; set; } = true;

    /// <summary>How far it was changed.</summary>
    public Flash State { get; set; }

    /// <summary>What is changed: the whole flash, or its bootloader sector.</summary>
    public string What { get; set; } = "flash";

    /// <summary>Whether what is half done keeps it from running.</summary>
    public bool IsDeadMeanwhile { get; set; }

    /// <summary>The name of its hardware, where only the flash that was erased told it.</summary>
    public string? HardwareToldByFlash { get; set; }

    /// <summary>Bytes that the helper has acknowledged.</summary>
    public int Written { get; set; }

    /// <summary>Bytes that are to be written.</summary>
    public int Total { get; set; }

    /// <summary>It may not be left like this.</summary>
    public bool FinishesFirst => !IsDeadMeanwhile && State is Flash.EraseSent or Flash.Erased or Flash.Writing;

    /// <summary>What it holds now, and whether it runs.</summary>
    public string Describe()
    {
        string holds = State switch
        {
            Flash.Untouched => "Nothing on the target was changed",
            Flash.EraseSent => $"An erase of the target's {What} was sent, and its outcome is not known",
            Flash.Erased => $"The target's {What} is blank",
            Flash.Writing => $"The target's {What} is partly written ({Written} of {Total} bytes acknowledged)",
            Flash.Written => $"The target's {What} is written but not proved",
            _ => $"The target's {What} holds what was written, byte for byte",
        };
        string runs = State is Flash.Untouched or Flash.Verified || !IsDeadMeanwhile ? "" : "; it has no firmware that runs";
        string halted = IsHalted
            ? "; it is halted, and stands still until its power is taken away and given back"
            : "";
        string pins = IsReleased ? "" : "; the helper's SWD pins are those of a probe until it is restarted";
        string name = HardwareToldByFlash is { } hardware && State is not (Flash.Untouched or Flash.Verified)
            ? $"; its hardware is {hardware}, which its flash does not tell any more"
            : "";
        return $"{holds}{runs}{name}{halted}{pins}.";
    }
}
