namespace VescUartBoot.Jobs.Common;

/// <summary>Why a job did not reach its goal. One value for each kind; the words in JSON are these in camel case.</summary>
public enum FailureCode
{
    /// <summary>The board is of a family that is not served.</summary>
    BoardFamily,

    /// <summary>It is not the board that was asked for.</summary>
    OtherBoard,

    /// <summary>Another board came back in the middle of the job.</summary>
    BoardChanged,

    /// <summary>The link loses too much for a safe job.</summary>
    LinkTooBad,

    /// <summary>The link was lost and did not come back.</summary>
    LinkLost,

    /// <summary>The board stopped answering in the middle of the job.</summary>
    BoardSilent,

    /// <summary>The motor turns.</summary>
    MotorTurning,

    /// <summary>The board reports a fault that prevents flash work.</summary>
    BoardFault,

    /// <summary>The board does not tell its motor's state.</summary>
    ConditionUnknown,

    /// <summary>The board refused to erase.</summary>
    EraseRefused,

    /// <summary>The board refused to write.</summary>
    WriteRefused,

    /// <summary>This firmware cannot erase its bootloader.</summary>
    EraseUnsupported,

    /// <summary>A bootloader is there.</summary>
    BootloaderPresent,

    /// <summary>No bootloader is there.</summary>
    BootloaderAbsent,

    /// <summary>What is there is no bootloader, or a damaged one.</summary>
    BootloaderDamaged,

    /// <summary>Refused: the sector holds something that is no sound bootloader, and exchanging it was not asked for.</summary>
    SectorOccupied,

    /// <summary>Another bootloader is there than the one asked for.</summary>
    BootloaderDifferent,

    /// <summary>It cannot be told whether one is there.</summary>
    BootloaderUnknown,

    /// <summary>The owner did not agree.</summary>
    NotAgreed,

    /// <summary>The image must not be written to this board.</summary>
    ImageRejected,

    /// <summary>The old content could not be saved.</summary>
    SaveFailed,

    /// <summary>What was about to be changed could not be written into the journal, so it was not changed.</summary>
    JournalFailed,

    /// <summary>An interrupted run may have left half a bootloader, and this firmware cannot show what is there.</summary>
    HalfWritten,

    /// <summary>What was written does not read back as it should.</summary>
    VerifyMismatch,

    /// <summary>Written, and nothing can verify it on this firmware.</summary>
    WrittenUnverified,

    /// <summary>A restart through the bootloader is no way to look on this board.</summary>
    JumpRefused,

    /// <summary>The supply is below what an upgrade needs.</summary>
    VoltageLow,

    /// <summary>The version asked for is older than what the board runs.</summary>
    OlderVersion,

    /// <summary>The version of a vendor's fork cannot be compared with the one given.</summary>
    VersionNotComparable,

    /// <summary>The board answered with its old firmware.</summary>
    NotApplied,

    /// <summary>The board answered with a firmware that is neither the old one nor the new one.</summary>
    UnexpectedFirmware,

    /// <summary>The board did not answer again after its restart.</summary>
    NoReturn,

    /// <summary>The new firmware runs, and nothing but its version can be compared where that is no proof.</summary>
    UpgradeUnproved,

    /// <summary>The new firmware runs, and not all settings were carried over.</summary>
    SettingsNotRestored,

    /// <summary>Settings were sent, and after a restart they are not there, or no restart could prove them.</summary>
    SettingsNotProved,

    /// <summary>Flash cannot be read.</summary>
    FlashUnreadable,

    /// <summary>A configuration could not be kept; what could be is saved.</summary>
    BackupIncomplete,

    /// <summary>The backup, or a part of it, is not for this board or its firmware. That part was left as it is.</summary>
    BackupDoesNotFit,

    /// <summary>The board does not tell a part of what it has, so it was left as it is.</summary>
    PartUnreadable,

    /// <summary>A device that answers none of the commands of the version it claims.</summary>
    CommandsUnknown,

    /// <summary>Exchanging a bootloader that cannot be read, which is not saved, was not agreed to.</summary>
    ExchangeNotAgreed,

    /// <summary>The bootloader that was written does not run.</summary>
    BootloaderNotRunning,

    /// <summary>Stopped on request at a safe point.</summary>
    Interrupted,

    /// <summary>The watchdog that this firmware leaves running may end the bootloader's copy in the middle.</summary>
    WatchdogTooShort,

    /// <summary>The version has no such variant for this hardware.</summary>
    VariantMissing,

    /// <summary>The board runs no released build, or one of several that its flash does not tell apart, and nobody said which image may
    /// take its place.</summary>
    NotReleased,

    /// <summary>Without its settings the board would come back on the CAN bus with the id of another one.</summary>
    CanIdTaken,

    /// <summary>Without its settings the board would come back at another baud rate than the CAN bus has.</summary>
    CanBaudLost,

    /// <summary>A newer version has written down what it left half done, which this one does not understand.</summary>
    JournalNewer,

    /// <summary>The firmware of the helper cannot be a probe that reads.</summary>
    HelperUnfit,

    /// <summary>Nothing answers at the other end of the SWD wires.</summary>
    TargetSilent,

    /// <summary>The chip at the other end of the SWD wires is not served.</summary>
    TargetNotServed,

    /// <summary>The target answers and its flash cannot be read: it looks protected.</summary>
    TargetProtected,

    /// <summary>In the middle of the job the target stopped answering the helper.</summary>
    TargetLost,

    /// <summary>The helper offers no erase of one sector.</summary>
    SectorEraseUnavailable,

    /// <summary>The target was not erased.</summary>
    TargetEraseFailed,

    /// <summary>All of the target's flash would have to be erased, and that was not asked for.</summary>
    MassEraseNeeded,

    /// <summary>Nobody said for which hardware the firmware is to be, and the target's flash does not tell.</summary>
    HardwareUnknown,
}
