namespace VescUartBoot.Jobs.Common;

/// <summary>A question to the user.</summary>
public enum JobQuestion
{
    /// <summary>May 8 zero bytes be written to make flash readable, and be erased at the end?</summary>
    OpenReadPath,

    /// <summary>May the 8 zero bytes of an earlier run be erased, with the otherwise blank QML sector?</summary>
    UndoLeftover,

    /// <summary>May the content of the bootloader sector be erased? It is saved.</summary>
    Replace,

    /// <summary>May the image be fetched from its origin?</summary>
    Fetch,

    /// <summary>May the upgrade run as planned?</summary>
    Upgrade,

    /// <summary>May the board be restarted through its bootloader sector?</summary>
    Jump,

    /// <summary>Is a bootloader to be assumed although nothing proves it? Only a person can decide that.</summary>
    AssumeBootloader,

    /// <summary>May a released image replace a firmware that is not a released build? Only a person can decide that.</summary>
    ReplaceOwnBuild,

    /// <summary>May the content of the bootloader sector be replaced although it cannot be read and so is not saved? Only a person can
    /// decide that.</summary>
    ExchangeUnread,

    /// <summary>May content that is not an intact bootloader be written into the bootloader sector?</summary>
    RestoreNoBootloader,

    /// <summary>May stored QML or Lisp code be erased and replaced by that of the backup?</summary>
    ReplaceCode,

    /// <summary>May QML or Lisp code that was saved on another firmware or hardware be restored?</summary>
    CodeOfOtherFirmware,

    /// <summary>May these settings be stored?</summary>
    ChangeSettings,

    /// <summary>May settings take the proposed values, although the old value has another meaning now? Only a person can decide
    /// that.</summary>
    AcceptSettings,

    /// <summary>May the board at the SWD pins be halted while it is read, and restarted afterwards?</summary>
    HaltTarget,

    /// <summary>May the whole flash of the board at the SWD pins be erased?</summary>
    EraseTarget,

    /// <summary>May the configuration of the backup take the place of the one that a package has?</summary>
    RestorePackageConfiguration,
}
