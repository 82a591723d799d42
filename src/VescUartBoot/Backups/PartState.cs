namespace VescUartBoot.Backups;

/// <summary>Result of restoring one part of a backup.</summary>
public enum PartState
{
    /// <summary>Restored: read back, and if it was written, read again after a restart.</summary>
    Restored,

    /// <summary>Not restored: the part has the layout of another firmware version and would be misread.</summary>
    SignatureDiffers,

    /// <summary>The backup does not contain the part.</summary>
    NotSaved,

    /// <summary>The board has no place for the part: no second motor, or no such code store.</summary>
    NoPlace,

    /// <summary>The board does not report its present content, so nothing was sent.</summary>
    Unreadable,

    /// <summary>A motor turns: nothing was sent, or the restart that proves the stored content was not possible.</summary>
    MotorTurning,

    /// <summary>The user did not agree, so nothing was sent.</summary>
    NotAgreed,

    /// <summary>The board refused the part; the message gives its present content.</summary>
    Refused,

    /// <summary>The part was sent, but reads back as neither the new nor the old content.</summary>
    Mismatch,

    /// <summary>The part was sent, but could not be read back.</summary>
    NotProved,

    /// <summary>The board reported success, but has its old content after a restart.</summary>
    NotStored,

    /// <summary>The part contains native code for other firmware, which may hang this one: the package must be installed again.</summary>
    NativeCode,

    /// <summary>The part could start a motor whose configuration is not restored, so nothing was sent.</summary>
    HeldBack,
}
