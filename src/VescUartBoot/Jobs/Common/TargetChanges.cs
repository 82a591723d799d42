using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>The changes that a job has made to a board at the SWD pins of the helper, and their description in sentences.</summary>
internal sealed class TargetChanges
{
    /// <summary>State of its flash.</summary>
    public enum Flash
    {
        Untouched,

        /// <summary>The whole flash is erased, or may be.</summary>
        EraseSent,
        Erased,
        Writing,
        Written,
        Verified,
    }

    /// <summary>UUID of the target, once it was read.</summary>
    public Uuid? Uuid { get; set; }

    /// <summary>The target is halted, and no restart was sent.</summary>
    public bool IsHalted { get; set; }

    /// <summary>BM_CONNECT or BM_REBOOT was sent, which halts or restarts the target, and nothing shows that it did.</summary>
    public bool MayBeHalted { get; set; }

    /// <summary>Whether the target runs, as far as this job could halt it.</summary>
    public bool Runs => !IsHalted && !MayBeHalted;

    /// <summary>What to do so that it runs; empty if it does.</summary>
    public string HaltAdvice => IsHalted ? "; it is halted until its power is switched off and on"
        : MayBeHalted ? "; if it is halted, it stays so until its power is switched off and on"
        : "";

    /// <summary>The SWD pins of the helper are restored.</summary>
    public bool IsReleased { get; set; } = true;

    /// <summary>State of the flash.</summary>
    public Flash State { get; set; }

    /// <summary>What changes: the whole flash, or the bootloader sector.</summary>
    public string What { get; set; } = "flash";

    /// <summary>Whether the incomplete state prevents the target from running.</summary>
    public bool IsDeadMeanwhile { get; set; }

    /// <summary>Name of the hardware, if only the erased flash contained it.</summary>
    public string? HardwareToldByFlash { get; set; }

    /// <summary>Number of bytes that the helper has acknowledged.</summary>
    public int Written { get; set; }

    /// <summary>Number of bytes to write.</summary>
    public int Total { get; set; }

    /// <summary>The target must not be left in this state.</summary>
    public bool FinishesFirst => !IsDeadMeanwhile && State is Flash.EraseSent or Flash.Erased or Flash.Writing;

    /// <summary>It is neither as it was nor proved to be as wanted.</summary>
    public bool IsInDoubt => State is not (Flash.Untouched or Flash.Verified);

    /// <summary>Describes what the target holds now, and whether it runs.</summary>
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
        string pins = IsReleased ? "" : "; the helper's SWD pins are those of a probe until it is restarted";
        string name = HardwareToldByFlash is { } hardware && State is not (Flash.Untouched or Flash.Verified)
            ? $"; its hardware is {hardware}, which its flash no longer contains"
            : "";
        return $"{holds}{runs}{name}{HaltAdvice}{pins}.";
    }
}
