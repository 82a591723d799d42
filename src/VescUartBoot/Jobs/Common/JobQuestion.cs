namespace VescUartBoot.Jobs.Common;

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

    /// <summary>May what is in the bootloader sector be exchanged where it cannot be read, so cannot be saved? Only a person can judge
    /// that.</summary>
    ExchangeUnread,

    /// <summary>May content be put into the bootloader sector that is no sound bootloader?</summary>
    RestoreNoBootloader,

    /// <summary>May stored QML or Lisp code be erased for that of the backup?</summary>
    ReplaceCode,

    /// <summary>May QML or Lisp code be put back that was saved on another firmware or hardware?</summary>
    CodeOfOtherFirmware,

    /// <summary>May these settings be stored?</summary>
    ChangeSettings,

    /// <summary>Shall settings take what is offered, where the old value means something else now? Only a person can judge that.</summary>
    AcceptSettings,

    /// <summary>May the board behind the SWD pins be halted while it is read, and be restarted afterwards?</summary>
    HaltTarget,

    /// <summary>May all of the flash of the board behind the SWD pins be erased?</summary>
    EraseTarget,

    /// <summary>May the configuration of the backup take the place of the one that a package has?</summary>
    RestorePackageConfiguration,
}
