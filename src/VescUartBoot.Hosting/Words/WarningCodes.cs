namespace VescUartBoot.Hosting.Words;

/// <summary>The warnings in plain words.</summary>
internal static class WarningCodes
{
    private const string Nothing = "Nothing.";
    private const string NotKept = "The rest is kept. Restart the board and run it again if you need this part.";

    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("boardsOnCan", "More boards are on the CAN bus behind this one. Nothing was done to them.",
            "vescboot bus lists them; --can names one of them, or all."),
        ("canBaudKept", "The CAN bus has another baud rate than the factory's. From 7.00 to 7.00 and later it is kept over the restart.",
            "Do not take the power away before the board is back."),
        ("canBaudFollowed",
            "The board comes back at another CAN baud rate until its settings are restored, and the board with the cable goes "
            + "there and back with it.", "Keep both boards powered until the end."),
        ("canBaudMoved", "The job ended with the board with the cable at the CAN baud rate at which the other board was last found.",
            "Run the same command again; or give the board with the cable its own rate back: vescboot settings set can_baud_rate=RATE. "
            + "From "
                + "firmware 6.00 on a restart of it does that."),
        ("canStatusLost", "The board sends CAN status frames, by which other boards know it, and the upgrade does not carry them over.",
            "Leave --settings defaults out, or set can_status_msgs_r1 afterwards as it was."),
        ("canMissing", "A board that was on the CAN bus before the job is not seen there now, or the bus could not be asked again.",
            "Wait a minute, then vescboot bus; take the power of that board away and give it back if it stays away."),
        ("canLeftAlone", "A BMS, a module or an ESP32 on the CAN bus is no motor controller and is left as it is.", Nothing),
        ("vendorFork",
            "The firmware is a vendor's own make. What is known of VESC firmware by version does not hold for it, so more is asked and "
                + "less is assumed.", Nothing),
        ("testBuild", "The firmware is a test build; it is treated as the release it leads to.", Nothing),
        ("linkLoses", "Some frames were lost in the link check; retries make up for it.",
            "A better cable makes it faster and safer; vescboot doctor measures it."),
        ("shortFrames",
            "The link passes short frames only, as a bridge with a small buffer does. Smaller reads and writes are used; configurations "
                + "are longer than that and cannot be read or written over it.",
                "For an upgrade connect the board by its USB, or use a bridge with a buffer of 520 bytes or more."),
        ("linkLost", "The link went away and is waited for.", "Plug it in again; do not restart the command."),
        ("linkReturned", "The link is back, the same board answers, and the job goes on.", Nothing),
        ("conditionUnknown", "This firmware does not tell whether its motor turns.", "Make sure that it rests."),
        ("usbPower", "The board runs on USB power. That is enough for a bootloader, not for an upgrade.",
            "Connect the battery for an upgrade."),
        ("motorFault", "The board reports a fault that does not prevent the job.", "VESC Tool explains the fault."),
        ("bootloaderUnrecognised", "A bootloader is there that is in no catalogue: its vectors fit, what it does is not known.",
            "It does not count as proven for an upgrade; --assume-bootloader answers that."),
        ("dataBehindBootloader", "Something is stored behind the bootloader, a package's data perhaps. It would be lost with it.",
            "Leave the bootloader alone if it works."),
        ("imageUnrecognised", "The image is in no catalogue; its vectors are those of a bootloader for this chip.",
            "Make sure where it comes from."),
        ("newerWithoutImage",
            "Newer versions exist, but none has an image for the name that this board reports, so latest means the last version that has "
            + "one. "
                + "A similar name in the message is a hint from the public history, not a match.",
                "If the board is what that name stands for: --force-hardware NAME. The wrong image can burn its power stage."),
        ("nameShared", "Several makers sell boards that report this name, and the released image was built for one of them.",
            "Compare shunts, limits and power stage with the maker's data, or take the maker's own firmware with --image."),
        ("variantUnknown",
            "A version has several images for this hardware (other shunts, other limits), and which one the board runs cannot be read on "
                + "its firmware.",
                "--variant NAME says which one to take. With other shunts than the board has, every current limit is wrong."),
        ("hardwareForced", "The image is not known to be for this board, and --force-hardware decided.",
            "Make sure that the name is on the board: the wrong image can burn its power stage."),
        ("stagedImage", "A firmware waits in flash that the next restart through the bootloader would install, which resets all settings.",
            "An upgrade replaces it; vescboot backup keeps the settings."),
        ("assumedBootloader",
            "Nothing proves that a bootloader is there, and --assume-bootloader was given. Without one the upgrade does not take, and on "
                + "old firmware the board hangs until the power is cut.", "Keep the power on until the new version answers."),
        ("assumedAbsent", "Nothing proves that no bootloader is there, and --assume-absent was given. If one is there it is lost.",
            "Only say it of a board that you know to have none."),
        ("ownersBackup",
            "An earlier job saved settings and scripts and was interrupted. Those are the owner's, and are put back before "
                + "anything that was saved later.",
                "To put another backup back: vescboot restore DIR. If the old values are no longer wanted: vescboot history UUID "
                    + "--settle."),
        ("ownersBackupLost", "The folder in which an earlier job saved settings and scripts is gone or damaged.",
            "Look for the folder that the message names; else set the values again in VESC Tool."),
        ("backupIsDefaults", "The settings of this backup are the defaults of a firmware, as after an upgrade: no owner set them.",
            "Look for an older backup; vescboot restore without DIR takes the newest that holds other settings."),
        ("exchangeUnread",
            "The bootloader of this board is exchanged without having been read: its firmware shows none, and no 5.03 image exists for "
                + "it. What was there is lost.", "The job proves the new one by a restart, and reads it back on the new firmware."),
        ("scriptsKept", "Stored QML and Lisp code was kept in a folder and is not put back on other firmware by itself.",
            "vescboot restore --restore-scripts puts back what is text, once you know that the new firmware runs it."),
        ("packageToInstall",
            "The Lisp code that was saved holds more than text: a package with native code, which may hang other firmware. It is kept and "
                + "not put back; its configuration is kept beside it, with the XML text that describes it.",
                "Install the package again in VESC Tool, in a version for this firmware; then vescboot restore puts its configuration back "
                    + "if its layout is the same, else set it up as package.xml and package.bin of the backup say."),
        ("packageConfigurationKept",
            "The backup holds the configuration of a package, and it was not put back: no package runs, or another one, or another version "
                + "of it, whose layout differs, or nobody agreed.",
            "Install the package again in VESC Tool, in the same version, and run vescboot restore again; else set it up there as "
                + "package.xml and package.bin of the backup say."),
        ("settingsDefault",
            "The new firmware runs with default settings: the old ones were not to be carried over, were not saved, or have a layout that "
                + "is "
                + "not known.",
            "Set up the motor in VESC Tool before you drive; the old values are in the backup."),
        ("settingLimited",
            "The hardware moved a setting when it was stored: firmware keeps its limits within those of its hardware.",
            "Look at the value; if it is looser than yours, set it before you drive."),
        ("readPathLeftOpen",
            "8 zero bytes stay at the start of the empty QML sector. From firmware 6.05 on an upload by another program may then restart "
                + "the controller once.",
                "The next upload of code or firmware erases them; an upgrade by this tool does so without that restart."),
        ("rewritten", "Some bytes did not take at once and were written again; then all of it matched.",
            "Nothing; if it comes again use the battery instead of USB power."),
        ("defaultsNotKept",
            "An older backup does not hold the defaults of its firmware, so it cannot be told which settings the owner changed: all that "
                + "mean the same are carried over.", Nothing),
        ("settingNeedsPerson",
            "A setting of the old firmware means something else in the new one, or has no equal there. Until you decide it has the new "
                + "default.", "Look at it; vescboot restore --accept NAME takes what is offered, from the same backup."),
        ("inputHeldBack", "While a setting needs a person the input that could start the motor (PPM, ADC and the like) is not activated.",
            "Accept or set what needs you, then set the app."),
        ("swdPins",
            "A helper reads another board over SWD: its pins PA13 and PA14 drive that board's, and that board stands still meanwhile.",
            Nothing),
        ("notAsked", "A question came up and nobody was there to answer, so the answer is no.", "--yes answers yes."),
        ("traceIncomplete", "The file of --trace could not be written to the end; the job was not affected.",
            "Give --trace a file on a disk with room."),
        ("traceNumbered", "The file of --trace is an earlier trace and is kept; this one has a number in its name.", Nothing),
        ("waiting", "Another vescboot works on this port or board, and is waited for (--wait).", Nothing),
        ("notLocked", "No lock could be written, so another run on this board would not be kept away.",
            "Let nothing else use the board meanwhile; make room in the state folder."),
        ("lockLeft", "The lock of this run could not be taken away. The next run sees that its process is gone.", Nothing),
        ("notRemembered", "The board has no UUID (firmware below 3.9), so a run that breaks off cannot be remembered.",
            "Do not let this run break off."),
        ("journalIncomplete", "That a change is done could not be written down; the next run may speak of work that is done.",
            "vescboot check tells what is there; make room in the state folder."),
        ("journalDamaged",
            "The note of what an earlier run left half done is damaged, so what it left is not known. The next job that changes this "
                + "board puts it aside.", "vescboot check shows the state."),
        ("journalNewer",
            "A newer vescboot recorded an unfinished job on this board in a format that this version does not understand.",
            "Use the newer version for this board."),
        ("historyIncomplete", "This job could not be recorded in the history; the job was not affected.", "Make room in the state folder."),
        ("historyDamaged", "Some lines of the history are damaged; they were left out and are kept beside it.", Nothing),
        ("ourZerosInDump", "Zero bytes in the region are ours: they opened flash for reading. In the file they are 0xFF, as before.",
            Nothing),
        ("storeDamaged", "A file in the local store was damaged and was moved aside.", "vescboot bundle fetch gets it again."),
        ("modemManager", "ModemManager runs and may talk to this port after each plugging.",
            "A udev rule stops it; vescboot doctor --print-rule shows the one for VESC boards."),
        ("ruleNotRead", "The udev rule is in its place, and udev could not be told to read it at once.",
            "Plug the board in again, or restart the machine."),
        ("motorConfigurationNotKept", "The motor configuration is not in the backup.", NotKept),
        ("secondMotorConfigurationNotKept", "The motor configuration of the second motor is not in the backup.", NotKept),
        ("appConfigurationNotKept", "The app configuration is not in the backup.", NotKept),
        ("settingsSectorsNotKept", "The raw settings sectors are not in the backup: they can only be read where flash can.", NotKept),
        ("qmlNotKept", "The QML code is not in the backup.", NotKept),
        ("lispNotKept", "The Lisp code is not in the backup.", NotKept),
        ("packageConfigurationNotKept", "The configuration of a package is not in the backup.", NotKept),
        ("packageLayoutNotKept", "The text that describes a package's configuration is not in the backup.", NotKept),
    ];
}
