namespace VescUartBoot.Jobs.Common;

/// <summary>Reason why a job did not reach its goal. In JSON the values are written in camel case.</summary>
public enum FailureCode
{
    /// <summary>The board family is not supported.</summary>
    BoardFamily,

    /// <summary>The board is not the requested one.</summary>
    OtherBoard,

    /// <summary>Another board came back during the job.</summary>
    BoardChanged,

    /// <summary>The link loses too many replies for a safe job.</summary>
    LinkTooBad,

    /// <summary>The link was lost and did not return.</summary>
    LinkLost,

    /// <summary>The board stopped answering during the job.</summary>
    BoardSilent,

    /// <summary>A motor turns.</summary>
    MotorTurning,

    /// <summary>The board reports a fault that prevents flash work.</summary>
    BoardFault,

    /// <summary>The board does not report the state of its motor.</summary>
    ConditionUnknown,

    /// <summary>The board refused to erase.</summary>
    EraseRefused,

    /// <summary>The board refused to write.</summary>
    WriteRefused,

    /// <summary>The firmware cannot erase its bootloader sector.</summary>
    EraseUnsupported,

    /// <summary>A bootloader is present.</summary>
    BootloaderPresent,

    /// <summary>No bootloader is present.</summary>
    BootloaderAbsent,

    /// <summary>The sector holds a damaged bootloader, or other content.</summary>
    BootloaderDamaged,

    /// <summary>Refused: the sector holds content that is not an intact bootloader, and replacing it was not requested.</summary>
    SectorOccupied,

    /// <summary>The bootloader is not the requested one.</summary>
    BootloaderDifferent,

    /// <summary>Whether a bootloader is present could not be determined.</summary>
    BootloaderUnknown,

    /// <summary>The user did not agree.</summary>
    NotAgreed,

    /// <summary>The image must not be written to this board.</summary>
    ImageRejected,

    /// <summary>The existing content could not be saved.</summary>
    SaveFailed,

    /// <summary>The planned change could not be recorded in the journal, so it was not made.</summary>
    JournalFailed,

    /// <summary>An interrupted run may have left an incomplete bootloader, and this firmware cannot read the sector.</summary>
    HalfWritten,

    /// <summary>The written content does not match when read back.</summary>
    VerifyMismatch,

    /// <summary>Written, but not verifiable on this firmware.</summary>
    WrittenUnverified,

    /// <summary>A restart through the bootloader cannot be used for a check on this board.</summary>
    JumpRefused,

    /// <summary>The supply voltage is too low for an upgrade.</summary>
    VoltageLow,

    /// <summary>The requested version is older than that of the board.</summary>
    OlderVersion,

    /// <summary>The version of a fork cannot be compared with the requested one.</summary>
    VersionNotComparable,

    /// <summary>The board still runs its old firmware.</summary>
    NotApplied,

    /// <summary>The board answered with a firmware that is neither the old one nor the new one.</summary>
    UnexpectedFirmware,

    /// <summary>The board did not answer after its restart.</summary>
    NoReturn,

    /// <summary>The new firmware runs, but only its version could be compared, which is no proof here.</summary>
    UpgradeUnproved,

    /// <summary>The new firmware runs, but not all settings were carried over.</summary>
    SettingsNotRestored,

    /// <summary>Settings were sent, but a restart showed that they are not stored, or no restart could prove it.</summary>
    SettingsNotProved,

    /// <summary>Flash cannot be read.</summary>
    FlashUnreadable,

    /// <summary>A configuration could not be backed up; everything else is saved.</summary>
    BackupIncomplete,

    /// <summary>The backup, or a part of it, does not match this board or its firmware. That part was not changed.</summary>
    BackupDoesNotFit,

    /// <summary>The board does not report the present content of a part, so that part was not changed.</summary>
    PartUnreadable,

    /// <summary>The device does not answer the commands of the version that it reports.</summary>
    CommandsUnknown,

    /// <summary>The user did not agree to replace a bootloader that cannot be read and so is not saved.</summary>
    ExchangeNotAgreed,

    /// <summary>The written bootloader does not run.</summary>
    BootloaderNotRunning,

    /// <summary>Stopped on request at a safe point.</summary>
    Interrupted,

    /// <summary>The watchdog of this firmware may interrupt the copy of the bootloader.</summary>
    WatchdogTooShort,

    /// <summary>The release has no such variant for this hardware.</summary>
    VariantMissing,

    /// <summary>The board runs a build that is not released, or one of several that its flash does not distinguish, and no replacement was
    /// specified.</summary>
    NotReleased,

    /// <summary>With default settings the board would have the CAN id of another node.</summary>
    CanIdTaken,

    /// <summary>With default settings the board would have a CAN baud rate other than that of the bus.</summary>
    CanBaudLost,

    /// <summary>The journal has an entry of a newer version of this library, which this version cannot interpret.</summary>
    JournalNewer,

    /// <summary>The firmware of the helper has no SWD probe that reads.</summary>
    HelperUnfit,

    /// <summary>No chip answers at the SWD pins.</summary>
    TargetSilent,

    /// <summary>The chip at the SWD pins is not supported.</summary>
    TargetNotServed,

    /// <summary>The target answers but its flash cannot be read: it is probably protected.</summary>
    TargetProtected,

    /// <summary>The target stopped answering the helper during the job.</summary>
    TargetLost,

    /// <summary>The helper cannot erase a single sector.</summary>
    SectorEraseUnavailable,

    /// <summary>The target was not erased.</summary>
    TargetEraseFailed,

    /// <summary>The whole flash of the target would have to be erased, and that was not requested.</summary>
    MassEraseNeeded,

    /// <summary>The hardware of the target was not specified, and its flash does not show it.</summary>
    HardwareUnknown,

    /// <summary>The hardware limits a setting to another value than the requested one; the old settings are stored again.</summary>
    SettingBeyondLimit,
}
