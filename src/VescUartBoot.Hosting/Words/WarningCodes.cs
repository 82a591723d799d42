namespace VescUartBoot.Hosting.Words;

/// <summary>The warnings in plain words.</summary>
internal static class WarningCodes
{
    private const string Nothing = "Nothing.";
    private const string NotKept = "The rest is saved. If you need this part, restart the board and run the command again.";

    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("boardsOnCan", "More boards are on the CAN bus of this one. They were not changed.",
            "vescboot bus lists them; --can names one of them, or all."),
        ("canBaudKept",
            "The CAN bus does not use the default baud rate. When 7.00 or later is upgraded to 7.00 or later, the board keeps its rate.",
            "Keep the power on until the board answers."),
        ("canBaudFollowed",
            "The board comes back at another CAN baud rate until its settings are restored, and the board with the cable goes "
            + "there and back with it.", "Keep both boards powered until the end."),
        ("canBaudMoved", "The job ended with the board with the cable at the CAN baud rate at which the other board was last found.",
            "Run the same command again; or restore the rate of the board with the cable: vescboot settings set can_baud_rate=RATE. "
            + "From "
                + "firmware 6.00 on a restart of it does that."),
        ("canBaudBack", "An interrupted run had switched the board with the cable to another CAN baud rate. It is back at its own.",
            Nothing),
        ("canStatusLost", "The board sends CAN status frames, by which other boards know it, and the upgrade does not carry them over.",
            "Leave --settings defaults out, or set can_status_msgs_r1 afterwards as it was."),
        ("canMayWait",
            "The board went silent, and no third board is on the CAN bus: the last command may wait in the board with the cable and "
                + "run when the power returns.", "Before you switch it on again: vescboot bus --restart drops that command."),
        ("canMissing", "A board that was on the CAN bus before the job is not seen there now, or the bus could not be asked again.",
            "Wait a minute, then run vescboot bus; if the board is still missing, switch its power off and on."),
        ("canLeftAlone", "A BMS, a module or an ESP32 on the CAN bus is not a motor controller and is not changed.", Nothing),
        ("vendorFork",
            "The firmware is a vendor's own make. Its version number says nothing certain about its features, so more is asked and "
                + "less is assumed.", Nothing),
        ("testBuild", "The firmware is a test build; it is treated as the release it leads to.", Nothing),
        ("linkLoses", "Some frames were lost in the link check; retries make up for it.",
            "A better cable is faster and safer; vescboot doctor measures it."),
        ("shortFrames",
            "The link passes short frames only, as a bridge with a small buffer does. Smaller reads and writes are used; configurations "
                + "are longer than that and cannot be read or written over it.",
                "For an upgrade connect the board by its USB, or use a bridge with a buffer of 520 bytes or more."),
        ("linkLost", "The link is lost; the job waits for it.", "Plug it in again; do not restart the command."),
        ("linkReturned", "The link is back, the same board answers, and the job continues.", Nothing),
        ("conditionUnknown", "This firmware does not report whether its motor turns.", "Check that it is at rest."),
        ("usbPower", "The board runs on USB power. That is enough for a bootloader, not for an upgrade.",
            "Connect the battery for an upgrade."),
        ("motorFault", "The board reports a fault that does not prevent the job.", "VESC Tool explains the fault."),
        ("bootloaderUnrecognised",
            "The board has a bootloader that is not in the catalogue: its vectors are valid, its behaviour is unknown.",
            "An upgrade does not rely on it without --assume-bootloader."),
        ("dataBehindBootloader", "Data is stored after the bootloader, perhaps of a package. Replacing the bootloader would erase it.",
            "Do not replace the bootloader if it works."),
        ("imageUnrecognised", "The image is not in the catalogue; its vectors are those of a bootloader for this chip.",
            "Check its origin."),
        ("newerWithoutImage",
            "Newer versions exist, but none has an image for the name that this board reports, so latest means the last version that has "
            + "one. "
                + "A similar name in the message is a hint from the public history, not a match.",
                "If the board has that hardware: --force-hardware NAME. The wrong image can destroy its power stage."),
        ("nameShared", "Several makers sell boards that report this name, and the released image was built for one of them.",
            "Compare shunts, limits and power stage with the maker's data, or use the maker's own firmware with --image."),
        ("variantUnknown",
            "A version has several images for this hardware (other shunts, other limits), and which one the board runs cannot be read on "
                + "its firmware.",
                "Select one with --variant NAME. With the wrong shunts, every current limit is wrong."),
        ("hardwareForced", "The image may be for other hardware; it is used because of --force-hardware.",
            "Check the name on the board: the wrong image can destroy its power stage."),
        ("stagedImage",
            "The next restart through the bootloader would install a firmware that is still in flash, which resets all settings.",
            "An upgrade replaces it; vescboot backup saves the settings."),
        ("assumedBootloader",
            "Nothing proves that a bootloader is there, and --assume-bootloader was given. Without one the upgrade does not take, and on "
                + "old firmware the board hangs until the power is cut.", "Keep the power on until the new version answers."),
        ("assumedAbsent", "It is not proved that the board has no bootloader, and --assume-absent was given. An existing one is lost.",
            "Use it only for a board that you know to have none."),
        ("ownersBackup",
            "An earlier job saved settings and scripts and was interrupted. Those are the owner's, and are restored before "
                + "anything that was saved later.",
                "For another backup: vescboot restore DIR. If the old values are no longer wanted: vescboot history UUID "
                    + "--settle."),
        ("ownersBackupLost", "The folder in which an earlier job saved settings and scripts is gone or damaged.",
            "Find the folder that the message names; otherwise set the values again in VESC Tool."),
        ("backupIsDefaults", "The backup holds only the default settings of a firmware, as after an upgrade; none was set by an owner.",
            "Use an older backup; vescboot restore without DIR uses the newest one with other settings."),
        ("exchangeUnread",
            "The bootloader of this board is exchanged without having been read: its firmware shows none, and no 5.03 image exists for "
                + "it. What was there is lost.", "The job proves the new one by a restart, and reads it back on the new firmware."),
        ("scriptsKept", "Stored QML and Lisp code was saved to a folder and is not restored automatically on other firmware.",
            "If the new firmware runs it, vescboot restore --restore-scripts restores text."),
        ("packageToInstall",
            "The Lisp code that was saved holds more than text: a package with native code, which may hang other firmware. It is kept and "
                + "not restored; its configuration is kept beside it, with the XML text that describes it.",
                "Install the package again in VESC Tool, in a version for this firmware; then vescboot restore restores its configuration "
                    + "if its layout is the same, else set it up as package.xml and package.bin of the backup say."),
        ("packageConfigurationKept",
            "The backup holds the configuration of a package, and it was not restored: no package runs, or another one, or another version "
                + "of it, whose layout differs, or nobody agreed.",
            "Install the package again in VESC Tool, in the same version, and run vescboot restore again; else set it up there as "
                + "package.xml and package.bin of the backup say."),
        ("settingsDefault",
            "The new firmware runs with default settings: the old ones were not to be carried over, were not saved, or have a layout that "
                + "is "
                + "not known.",
            "Set up the motor in VESC Tool before you drive; the old values are in the backup."),
        ("settingLimited",
            "The firmware changed a setting when it was stored: it keeps limits within those of its hardware.",
            "Check the value; if it is looser than yours, change it before you drive."),
        ("readPathLeftOpen",
            "8 zero bytes stay at the start of the empty QML sector. From firmware 6.05 on an upload by another program may then restart "
                + "the controller once.",
                "If the sector holds nothing else, vescboot check --yes erases them; else the next upload does, and an upgrade by this "
                    + "tool does so without that restart."),
        ("rewritten", "Some bytes had to be written twice; then all matched.",
            "Nothing; if it happens again, use the battery instead of USB power."),
        ("defaultsNotKept",
            "An older backup does not hold the defaults of its firmware, so it is not known which settings the owner changed: all that "
                + "mean the same are carried over.", Nothing),
        ("settingNeedsPerson",
            "A setting of the old firmware means something else in the new one, or has no equal there. Until you decide it has the new "
                + "default.", "Check it; vescboot restore --accept NAME accepts the offered value, from the same backup."),
        ("inputHeldBack",
            "While a setting needs your decision, an input that could start the motor (PPM, ADC and the like) is not activated.",
            "Accept or set these settings, then set the app."),
        ("swdPins",
            "A helper reads another board over SWD with its pins PA13 and PA14; that board is halted meanwhile.",
            Nothing),
        ("notAsked", "A question could not be asked without a terminal; the answer is no.", "--yes answers yes."),
        ("simulatedAnswer", "The board is simulated (sim://), so a question that --yes does not answer was answered with yes.", Nothing),
        ("traceIncomplete", "The file of --trace is incomplete; the job was not affected.",
            "Give --trace a file on a disk with room."),
        ("traceNumbered", "The file of --trace existed and is kept; this trace has a number in its name.", Nothing),
        ("waiting", "Another vescboot uses this port or board; this one waits (--wait).", Nothing),
        ("notLocked", "No lock could be written, so another run on this board would not be refused.",
            "Do not start another run on this board; free disk space in the state folder."),
        ("lockLeft", "The lock of this run could not be removed. The next run detects that its process has ended.", Nothing),
        ("notRemembered", "The board has no UUID (firmware below 3.9), so an interrupted run cannot be recorded.",
            "Do not interrupt this run."),
        ("journalIncomplete", "The end of a change could not be recorded; the next run may report it as unfinished.",
            "vescboot check shows the state; free disk space in the state folder."),
        ("journalDamaged",
            "The note of what an earlier run left half done is damaged, so what it left is not known. The next job that changes this "
                + "board puts it aside.", "vescboot check shows the state."),
        ("journalNewer",
            "A newer vescboot recorded an unfinished job on this board in a format that this version does not understand.",
            "Use the newer version for this board."),
        ("historyIncomplete", "This job could not be recorded in the history; the job was not affected.",
            "Free disk space in the state folder."),
        ("historyDamaged", "Some lines of the history are damaged; they were moved to a file beside it.", Nothing),
        ("ourZerosInDump",
            "Some zero bytes in the region were written by vescboot to open flash for reading. In the file they are 0xFF, as before.",
            Nothing),
        ("storeDamaged", "A file in the local store was damaged and was moved aside.", "vescboot bundle fetch gets it again."),
        ("modemManager", "ModemManager runs and may send to this port each time the board is plugged in.",
            "A udev rule prevents it; vescboot doctor --print-rule prints the one for VESC boards."),
        ("ruleNotRead", "The udev rule is installed, but udev could not be made to read it at once.",
            "Plug the board in again, or restart the machine."),
        ("motorConfigurationNotKept", "The motor configuration is not in the backup.", NotKept),
        ("secondMotorConfigurationNotKept", "The motor configuration of the second motor is not in the backup.", NotKept),
        ("appConfigurationNotKept", "The app configuration is not in the backup.", NotKept),
        ("settingsSectorsNotKept", "The raw settings sectors are not in the backup: they are read only if flash can be read.", NotKept),
        ("qmlNotKept", "The QML code is not in the backup.", NotKept),
        ("lispNotKept", "The Lisp code is not in the backup.", NotKept),
        ("packageConfigurationNotKept", "The configuration of a package is not in the backup.", NotKept),
        ("packageLayoutNotKept", "The text that describes a package's configuration is not in the backup.", NotKept),
    ];
}
