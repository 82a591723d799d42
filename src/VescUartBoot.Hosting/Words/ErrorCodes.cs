namespace VescUartBoot.Hosting.Words;

/// <summary>The errors of ports, links, boards and jobs. What depends on the board or the command is in <see cref="Advice"/>.</summary>
internal static class ErrorCodes
{
    public static ErrorWords[] All { get; } =
    [
        new("usage", ExitCode.Usage,
            "The words on the command line, in the environment or in a file that was named make no sense to vescboot.",
            "vescboot COMMAND --help shows what it takes."),
        new("internal", ExitCode.OwnFault, "A fault of vescboot itself.", "Run it again with -v and report what it says."),
        new("interrupted", ExitCode.Interrupted, "It was stopped on request at a safe point. The message says what the board holds.",
            "Run the same command again when you like."),
        new("interruptedAtOnce", ExitCode.Interrupted,
            "A second Ctrl-C stopped it in the middle of a step. The message says what is known of the board.",
            "vescboot check tells what is there."),
        new("traceUnreadable", ExitCode.Usage, "The file is no trace, or not a whole one; the message names the line.",
            "Give replay a file that --trace has written."),
        new("codeUnknown", ExitCode.Usage, "No exit code, error, warning or blink has that name.", "vescboot explain lists all of them."),

        new("noPort", ExitCode.NoBoard,
            "No VESC is plugged in: no serial port has its USB numbers. A board on a UART or a bridge is never found by itself.",
            "Plug it in, or name its port with --port, as a UART or a bridge always needs; vescboot doctor looks further."),
        new("severalPorts", ExitCode.NoBoard, "Several ports may be a VESC, and not exactly one of them answers.",
            "Name one with --port; vescboot ports --probe shows which is which."),
        new("portNotFound", ExitCode.NoBoard, "There is no port of that name.", "vescboot ports lists what is there."),
        new("portNoPermission", ExitCode.NoBoard, "The system does not let you open the port.",
            "The error names the one command for this machine; vescboot doctor too."),
        new("portBusy", ExitCode.NoBoard, "Another program has the port open. Two at once would mix up their answers.",
            "End the program that the message names, or wait for it with --wait SECONDS."),
        new("boardBusy", ExitCode.NoBoard,
            "Another vescboot works on this very board, by another port perhaps. Two at once would mix up their answers.",
            "Let the run that the message names come to its end, or wait for it with --wait SECONDS."),
        new("portNotSerial", ExitCode.NoBoard, "The name is that of a file, a folder or another device, not of a serial port.",
            "vescboot ports lists what is there."),
        new("portFailed", ExitCode.NoBoard, "The system could not open the port for a reason of its own, which the message tells.",
            "Unplug the board, plug it in again, and run the same command again."),
        new("hostUnreachable", ExitCode.NoBoard, "Nobody answers at that host and port, or the connection is refused.",
            "Start what should listen there; check host and port."),
        new("noValidReply", ExitCode.NoBoard, "The port opens, and nothing that answers there is a VESC.",
            "Check that the board has power and that this is its port (a UART may need another --baud); vescboot doctor finds out why."),

        new("noDriver", ExitCode.NoBoard, "The system sees the board on USB, but no driver made a serial port of it.",
            "Linux: sudo modprobe cdc_acm."),
        new("romBootloader", ExitCode.NoBoard,
            "An STM32 runs the boot loader in its ROM instead of a firmware: BOOT0 was pulled up when it started.",
            "Release BOOT0, take all power away, and give it back."),
        new("modemManager", ExitCode.NoBoard,
            "ModemManager talks to each new port for some 20 s, also after each restart of a board, and was not told to leave this one "
                + "alone.", "sudo vescboot doctor --install-rule"),
        new("ruleNotInstalled", ExitCode.Usage, "The udev rule could not be written where the system looks for it.",
            "Run it with sudo, or pipe it there: vescboot doctor --print-rule | sudo tee /etc/udev/rules.d/70-vesc.rules."),
        new("otherSerialPort", ExitCode.NoBoard,
            "The board answers through the other of the two serial ports of vescboot: its own code (native), or .NET's System.IO.Ports "
                + "(system).", "Give --serial with that word, or set VESCBOOT_SERIAL. Please report it."),
        new("wrongBaud", ExitCode.NoBoard, "The board answers at another baud rate than the one that was used.",
            "Give --baud N, or set VESCBOOT_BAUD."),
        new("linkLoses", ExitCode.NoBoard, "The link loses more than one frame in a hundred. Jobs would go, slower, with retries.",
            "Another, shorter cable, a socket without a hub; on a UART also a common ground."),
        new("stateUnusable", ExitCode.NoBoard, "The folder for backups and saved sectors cannot be written.",
            "Repair its rights, or name another in VESCBOOT_STATE."),
        new("diskFull", ExitCode.NoBoard, "The disk has too little room for images and backups.",
            "Make room, or name another folder in VESCBOOT_STORE or VESCBOOT_STATE."),

        new("canTooOld", ExitCode.BoardUnfit,
            "The firmware of the board with the cable cannot scan its CAN bus: 3.48 is the first that can.",
            "Upgrade the board with the cable first, or connect the other board by its own USB."),
        new("canUavcan", ExitCode.BoardUnfit,
            "The CAN mode of the board with the cable is UAVCAN: it does not talk to other VESCs, and sees none.",
            "vescboot settings set can_mode=VESC (uavcan_enable=0 before firmware 4.00), and back afterwards; or connect the other board "
            + "by its "
                + "own USB."),
        new("canNotFound", ExitCode.NoBoard,
            "No board with that id or UUID answers on the CAN bus. One that is busy, has no power, or another baud rate or mode is not "
            + "seen. "
                + "What was sent to a board without power waits in the board with the cable and may still run when the power comes.",
            "vescboot bus lists who answers; with the other board off, a restart of the board with the cable forgets what waits."),
        new("canNotABoard", ExitCode.Usage,
            "That id on the CAN bus is the board with the cable itself, or the second motor of a board, which shares its flash.",
            "Leave --can out for the board with the cable; for a second motor name the board by its first id."),
        new("canNotSafe", ExitCode.BoardUnfit,
            "Nothing is changed at that id on the CAN bus: several boards share it, it is the id of the board with the cable, or the board "
                + "does not tell who it is.",
            "Give each board an id of its own (App Settings, General in VESC Tool), with only one of them connected."),

        new("canIdTaken", ExitCode.BoardUnfit,
            "An upgrade takes the settings away until they are restored. Meanwhile the board has the id that its UUID makes, and another "
            + "board "
                + "on the CAN bus has that one: both would answer.",
            "Give the other board another id in VESC Tool, or upgrade this one over its own USB."),
        new("canBaudLost", ExitCode.BoardUnfit,
            "An upgrade takes the settings away until they are restored. Meanwhile the board would be at 500 kbit/s, on a CAN bus of "
                + "another rate.",
            "Where the bus has no third board, --follow-baud takes the board with the cable along; else set all boards to 500 kbit/s in "
            + "VESC Tool "
                + "before, or upgrade this one over its own USB."),
        new("boardFamily", ExitCode.NotServed,
            "A BMS, a module or an ESP32 answers, not a motor controller. Its flash is laid out otherwise, and our offsets would harm it.",
            "Use VESC Tool for this device."),
        new("commandsUnknown", ExitCode.NotServed,
            "A device answers as a VESC with a firmware that it is not: it answers none of the flash commands of that version. Nothing of "
                + "it was changed.", "Use the software of its maker; for a note of an earlier run: vescboot history UUID --settle."),
        new("otherBoard", ExitCode.NoBoard, "The board that answers is not the one that --board or the backup names.",
            "Connect the right board, or name its port with --port."),
        new("boardChanged", ExitCode.LinkLost, "In the middle of the job another board came back on the same port. Nothing was sent to it.",
            "Connect the first board again and run the same command again."),
        new("linkTooBad", ExitCode.LinkLost, "Too many small requests were lost: no flash work over such a link.",
            "Try another, shorter USB cable and a port without a hub, then run the same command again."),
        new("linkLost", ExitCode.LinkLost,
            "The link went away: the cable, the power, or a restart of the board. In the middle of a job it was waited for, and did not "
                + "come back.", "Check cable and power, then do what the message says."),
        new("boardSilent", ExitCode.LinkLost, "The link is there, and the board stopped answering in the middle of the job.",
            "Take the power away, give it back, and run the same command again."),
        new("motorTurning", ExitCode.BoardUnfit, "The motor turns. While flash is busy nothing controls it.",
            "Let the wheel come to rest, off the ground, and run the same command again."),
        new("boardFault", ExitCode.BoardUnfit, "The board reports a fault that forbids flash work: supply or flash.",
            "Connect a sound supply, restart the board, and run the same command again; a fault that stays is explained in VESC Tool."),
        new("conditionUnknown", ExitCode.BoardUnfit, "The board does not tell the state of a motor.",
            "Make sure yourself that the motor rests and the battery is connected, then run the same command again with --min-voltage 0."),
        new("voltageLow", ExitCode.BoardUnfit, "The supply is below what an upgrade needs: one that fails in the middle costs the board.",
            "Connect the battery, or a bench supply of at least 8 V, and run the same command again; --min-voltage VOLTS sets another "
                + "limit."),
        new("eraseRefused", ExitCode.BoardUnfit,
            "The board refused to erase: since firmware 5.03 most often because its motor was not released, before that always because "
                + "its flash reports an error.", "Let the motor rest, use the battery instead of USB power alone, and run it again."),
        new("writeRefused", ExitCode.BoardUnfit,
            "The board refused a write: since firmware 5.03 most often because its motor was not released, before that always because its "
                + "flash reports an error.", "Let the motor rest, use the battery instead of USB power alone, and run it again."),
        new("eraseUnsupported", ExitCode.BoardUnfit,
            "This firmware (before 3.59) has no command to erase its bootloader, and writing over one would destroy both.",
            "Upgrade the firmware first, or use a debug probe (SWD)."),
        new("versionNotComparable", ExitCode.BoardUnfit,
            "A vendor's fork counts its versions in its own way; --only-if-older-than cannot be answered.",
            "Leave --only-if-older-than out for this board."),

        new("bootloaderPresent", ExitCode.BootloaderPresent, "A bootloader is there already.",
            "Nothing needs to be done; to exchange it: vescboot install --replace."),
        new("bootloaderAbsent", ExitCode.NotThere, "The whole bootloader sector is blank.", "vescboot install"),
        new("bootloaderDamaged", ExitCode.NotThere, "What is in the bootloader sector is no bootloader, or one with bits changed.",
            "vescboot install --replace, which saves the present content first."),
        new("sectorOccupied", ExitCode.CannotTell,
            "The bootloader sector holds something that is no sound bootloader: a package's data, perhaps.",
            "vescboot install --replace, which saves the present content first."),
        new("bootloaderDifferent", ExitCode.NotThere, "A bootloader is there, another one than the image given.",
            "vescboot install --replace, if that one is really wanted."),
        new("bootloaderUnknown", ExitCode.CannotTell, "It cannot be told whether a bootloader is there. Silence is not absence.",
            "The message names the way that is left for this firmware."),
        new("halfWritten", ExitCode.CannotTell,
            "An earlier install did not come to its end, and nobody can read what it left: a jump might run half a bootloader.",
            "vescboot install --assume-absent with the same image finishes it."),
        new("opensslMissing", ExitCode.Usage,
            "OpenSSL is not on this machine. .NET computes SHA-256 with it on Linux, and nothing here works without SHA-256.",
            "Install it: apt install libssl3 (Debian, Ubuntu), dnf install openssl-libs (Fedora)."),
        new("exchangeNotAgreed", ExitCode.CannotTell,
            "No 5.03 image exists for this board, and on its firmware no bootloader can be read. The way to newer firmware exchanges the "
                + "bootloader unread and unsaved, which the owner must agree to.",
                "Run the same command again with --replace --assume-absent, which answers that question; with --assume-bootloader instead "
                    + "if the board was ever upgraded to 6.00 or later over its cable."),
        new("bootloaderNotRunning", ExitCode.VerifyMismatch,
            "The new bootloader was written, every chunk acknowledged, and a restart through it did not come back the way a bootloader "
                + "does. The board still runs its firmware.",
                "Use the battery instead of USB power alone and run the same command again, which writes it again; if it fails again the "
                    + "flash is worn or damaged."),
        new("journalFailed", ExitCode.Usage,
            "What was about to be changed could not be written down for the next run, so it was not changed.",
            "Make room in the state folder, get the right to write there, or name another in VESCBOOT_STATE."),
        new("journalNewer", ExitCode.Usage,
            "A newer vescboot has written down what it left half done on this board, in words that this one does not understand.",
            "Use the newer version of vescboot for this board."),
        new("notAgreed", ExitCode.CannotTell, "A question was answered with no, or nobody was there to answer.",
            "Run the same command again with --yes; for QML and Lisp text of other firmware with --restore-scripts."),
        new("jumpRefused", ExitCode.CannotTell,
            "A restart through the bootloader is no way to look on this board: too old (it would hang), new enough to be read, or half "
                + "written.", "vescboot check, without --method jump."),
        new("flashUnreadable", ExitCode.CannotTell, "Flash cannot be read on this firmware, or the way to it was not allowed.",
            "The message says which; often the same command with --yes."),
        new("verifyMismatch", ExitCode.VerifyMismatch,
            "What was written reads back otherwise, also after a second try. It was erased again where that was possible.",
            "Use the battery instead of USB power alone and run it again; if it fails again the flash is worn. Of settings: compare the "
                + "values that the message names in VESC Tool before you drive."),
        new("writtenUnverified", ExitCode.Unverified, "Written, and nothing can read it back on this firmware.",
            "Upgrade the firmware: the new version proves that the bootloader works."),
        new("saveFailed", ExitCode.Usage, "The old content or the backup could not be saved, so nothing was erased.",
            "Name a new file in a folder that can be written."),

        new("variantMissing", ExitCode.ImageRejected,
            "The board runs a variant of its firmware (other shunts, other limits), or one was asked for, and the version has none of "
                + "that name.",
                "Compare the board with them and run the same command again with --variant NAME (or --variant default), or give --image "
                    + "the file for it."),
        new("notReleased", ExitCode.ImageRejected,
            "What the board runs was read and is none of the released images of its version (a build of somebody's own, perhaps for other "
                + "shunts or limits), or fits several of them.",
                "Keep what it runs, or run the same command again with --variant NAME (or --variant default) if that fits the board, or "
                    + "with --image FILE; --yes does not answer it."),
        new("olderVersion", ExitCode.ImageRejected, "The version asked for is older than the one that runs.",
            "Run the same command again with --allow-downgrade if the older version is really wanted."),
        new("watchdogTooShort", ExitCode.BoardUnfit,
            "The watchdog of this firmware (3.49) may restart the board in the middle of the bootloader's copy, which would leave it "
                + "without firmware.",
                "Write the new firmware and a bootloader with a debug probe (SWD), or with a second VESC as the probe; the board drives "
                    + "on as it is."),
        new("notApplied", ExitCode.NotUpgraded,
            "The new firmware was not installed, or nothing proves that it was: the bootloader is missing, too old to unpack the image, "
                + "or found it damaged.", "The message names the likely cause and the one command for it."),
        new("unexpectedFirmware", ExitCode.VerifyMismatch,
            "The board came back with a firmware that is neither the old one nor the new one.",
            "vescboot info; do not let the motor turn before the right firmware is on it."),
        new("noReturn", ExitCode.NotUpgraded, "The board did not answer again after its restart.",
            "Wait another minute with the power on; then take it away, give it back, and vescboot info."),
        new("upgradeUnproved", ExitCode.Unverified,
            "The new version answers, and it is the same as before: nothing else can be compared on this firmware.",
            "Nothing, if it drives as it should; --to another version and back would prove it."),
        new("settingsNotRestored", ExitCode.VerifyMismatch,
            "The new firmware runs, and not every setting has a sure equal in it, or none could be put back: the message says which.",
            "Accept them with --accept NAME,…, or set them in VESC Tool, before you drive; the old values are in the backup."),
        new("settingsNotProved", ExitCode.VerifyMismatch,
            "Settings were sent and acknowledged, and after a restart they are not there, or no restart could prove them. "
                + "A board does not store them while its motor turns or its supply is low.",
            "Let the motor rest, use the battery instead of USB power alone, and run the same command again; do not drive before that. "
                + "If it does not answer, a UART may need another --baud."),

        new("helperUnfit", ExitCode.BoardUnfit,
            "The board with the cable cannot be a probe that reads: its firmware is older than 3.61, or it does not answer the commands of "
                + "a probe.", "Upgrade the helper (vescboot upgrade --to latest), or take another VESC as the helper."),
        new("targetSilent", ExitCode.LinkLost,
            "Nothing answers at the other end of the SWD wires (BM_CONNECT -1): a wire is wrong or loose, the target has no power, or its "
                + "chip does not let a probe in. Nothing was sent to the target that changes it.",
            "Check SWDIO, SWCLK and GND and the target's own power (docs/rescue.md shows the wiring), then run the same command again."),
        new("targetNotServed", ExitCode.NotServed,
            "The chip at the other end is no STM32F40x, so the target is no motor controller that vescboot knows. It was halted and "
                + "restarted, nothing else.", "Use VESC Tool for this device."),
        new("targetProtected", ExitCode.BoardUnfit,
            "The target answers and its flash cannot be read: it looks protected against reading. How such a protection ends is not known, "
                + "so vescboot erases nothing there.", "Ask the maker of the board; its firmware is meant not to be exchanged."),
        new("targetLost", ExitCode.LinkLost,
            "In the middle of the job the target stopped answering the helper (a probe's answer of -1 or -2): a wire is loose, or the "
            + "target "
                + "lost its power.",
                "Fasten the wires, check the target's power, and run the same command again: it goes on from what is there."),
        new("sectorEraseUnavailable", ExitCode.BoardUnfit,
            "The helper's terminal has no command that erases one sector, and erasing the whole flash would take the firmware and the "
                + "settings along.", "Take a helper with a newer firmware; vescboot rescue restore writes all of the flash anew."),
        new("targetEraseFailed", ExitCode.BoardUnfit,
            "The helper was told to erase (a probe's answer of -3), and what is there is not blank.",
            "Check the target's power and the wires, and run the same command again; if it fails again the flash is worn or damaged."),
        new("massEraseNeeded", ExitCode.CannotTell,
            "What is in the target's flash stands in the way, and only an erase of all of it makes room: firmware, settings and scripts "
            + "are "
                + "lost with it.", "Run the same command again with --mass-erase, which saves the whole flash to a file first."),
        new("hardwareUnknown", ExitCode.ImageRejected,
            "For which hardware the firmware is to be was not said, and the target's flash does not tell it. The wrong image can burn its "
                + "power stage.",
                "Run the same command again with --hardware NAME, the name that is printed on the board; --force-hardware NAME where its "
                + "flash tells another one."),

        new("backupIncomplete", ExitCode.BoardUnfit,
            "A configuration could not be read, so the backup has a hole. What could be read is saved.",
            "Restart the board and run the same command again."),
        new("backupDoesNotFit", ExitCode.ImageRejected,
            "The backup is from another firmware: its settings have another layout and would be read wrongly. Before 3.50 only the very "
                + "same version counts as the same layout.",
                "Use a backup that was taken on this firmware, or set the values again in VESC Tool."),
        new("partUnreadable", ExitCode.BoardUnfit, "The board does not tell a part of what it has, so that part was left alone.",
            "Restart the board and run the same command again."),
        new("backupMissing", ExitCode.ImageRejected, "There is no backup there.", "Give restore a folder that vescboot backup has made."),
        new("backupUnreadable", ExitCode.ImageRejected, "The backup's files cannot be read.",
            "Give restore a folder that vescboot backup has made, as it made it."),
        new("backupDamaged", ExitCode.ImageRejected, "A file of the backup is not what its manifest says.",
            "Take another backup; this one is not used in part."),
        new("backupTooNew", ExitCode.ImageRejected, "A newer vescboot made this backup.", "Use that version."),
        new("settingsLayoutUnknown", ExitCode.NotServed,
            "The firmware has a layout for its settings that is not among those of 3.55 to 7.01, a test build's for example.",
            "vescboot backup and restore keep them byte for byte, for the same firmware."),
        new("settingRejected", ExitCode.Usage,
            "This firmware has no setting of that name, or the setting does not take that value. Nothing was changed.",
            "vescboot settings show -v NAME tells what it takes."),
        new("settingsFileRejected", ExitCode.ImageRejected,
            "The file is not in the XML form that VESC Tool saves, or no firmware has all its settings.",
            "Save it again with VESC Tool or vescboot settings export."),
    ];
}
