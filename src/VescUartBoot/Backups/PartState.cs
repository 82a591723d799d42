namespace VescUartBoot.Backups;

/// <summary>What became of one part of a backup that was to be put back.</summary>
public enum PartState
{
    /// <summary>It is on the board: read back, and where it was written, read again after a restart.</summary>
    Restored,

    /// <summary>It is of another firmware version's layout: put back it would be misread, so the board was left as it is.</summary>
    SignatureDiffers,

    /// <summary>The backup does not hold it.</summary>
    NotSaved,

    /// <summary>The board has no place for it: no second motor, or no such store of code.</summary>
    NoPlace,

    /// <summary>The board does not tell what it has now, so nothing was sent.</summary>
    Unreadable,

    /// <summary>A motor turns: nothing was sent, or a restart that would prove what was stored was not possible.</summary>
    MotorTurning,

    /// <summary>The owner did not agree, so nothing was sent.</summary>
    NotAgreed,

    /// <summary>The board did not take it, and what it has now is known: see the message.</summary>
    Refused,

    /// <summary>It was sent, and what reads back is neither this nor what was there before.</summary>
    Mismatch,

    /// <summary>It was sent, and could not be read back.</summary>
    NotProved,

    /// <summary>The board said that it is stored, and after a restart it has what it had before.</summary>
    NotStored,

    /// <summary>It holds native code that was made for other firmware and may hang this one: the package is to be installed
    /// again.</summary>
    NativeCode,

    /// <summary>It could start a motor whose configuration is not back, so nothing was sent.</summary>
    HeldBack,
}
