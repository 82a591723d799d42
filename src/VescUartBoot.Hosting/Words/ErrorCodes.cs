namespace VescUartBoot.Hosting.Words;

/// <summary>The errors of ports, links, boards and jobs. <see cref="Advice"/> has the next steps that depend on the board or the
/// command.</summary>
internal static class ErrorCodes
{
    public static ErrorWords[] All { get; } =
    [
        new("usage", ExitCode.Usage,
            "The command line, the environment or a named file is not valid.",
            "vescboot COMMAND --help shows the options."),
        new("internal", ExitCode.OwnFault, "An internal error of vescboot.", "Run it again with -v and report the output."),
        new("interrupted", ExitCode.Interrupted,
            "The job was stopped on request at a safe point. The message names the state of the board.",
            "Run the same command again when you like."),
        new("interruptedAtOnce", ExitCode.Interrupted,
            "A second Ctrl-C stopped the job during a step. The message says what is known of the board.",
            "vescboot check shows the state."),
        new("traceUnreadable", ExitCode.Usage, "The file is not a complete trace; the message names the line.",
            "Give replay a file written by --trace."),
        new("codeUnknown", ExitCode.Usage, "There is no exit code, error, warning or blink of that name.",
            "vescboot explain lists all of them."),

        new("noPort", ExitCode.NoBoard,
            "No VESC is plugged in: no serial port has its USB id. A board on a UART or bridge is not detected.",
            "Plugged in already? vescboot doctor. Over UART, Bluetooth or TCP: name the port with --port."),
        new("severalPorts", ExitCode.NoBoard, "Several ports may be a VESC, and none or more than one of them answers.",
            "Name one with --port; vescboot ports --probe shows which is which."),
        new("portNotFound", ExitCode.NoBoard, "There is no port of that name.", "vescboot ports lists the ports."),
        new("portNoPermission", ExitCode.NoBoard, "The system does not let you open the port.",
            "Run the command in the message; vescboot doctor shows it too."),
        new("portBusy", ExitCode.NoBoard, "Another program has the port open. Two at once would mix up their answers.",
            "End the program that the message names, or wait for it with --wait SECONDS."),
        new("boardBusy", ExitCode.NoBoard,
            "Another vescboot uses this board, perhaps through another port. Two at once would mix up their answers.",
            "Wait until the run named in the message ends, or use --wait SECONDS."),
        new("portNotSerial", ExitCode.NoBoard, "The name is a file, a folder or another device, not a serial port.",
            "vescboot ports lists the ports."),
        new("portFailed", ExitCode.NoBoard, "The system could not open the port; the message gives its reason.",
            "Unplug the board, plug it in again, and run the same command again."),
        new("hostUnreachable", ExitCode.NoBoard, "Nothing answers at that host and port, or the connection is refused.",
            "Start the program that should listen there; check host and port."),
        new("noValidReply", ExitCode.NoBoard, "The port opens, but no VESC answers.",
            "Check the power of the board and its port (a UART may need another --baud); to find the cause: vescboot doctor."),

        new("noDriver", ExitCode.NoBoard, "The board is on USB, but has no serial port driver.",
            "Linux: sudo modprobe cdc_acm."),
        new("romBootloader", ExitCode.NoBoard,
            "The STM32 runs its ROM bootloader instead of firmware: BOOT0 was high at the start.",
            "Release BOOT0 and switch all power off and on."),
        new("modemManager", ExitCode.NoBoard,
            "ModemManager probes each new port for about 20 s, also after each restart of a board. This port is not excluded.",
            "sudo vescboot doctor --install-rule"),
        new("ruleNotInstalled", ExitCode.Usage, "The udev rule could not be written.",
            "Run it with sudo, or pipe it there: vescboot doctor --print-rule | sudo tee /etc/udev/rules.d/70-vesc.rules."),
        new("otherSerialPort", ExitCode.NoBoard,
            "The board answers through the other serial port code: vescboot's own (native) or .NET's System.IO.Ports "
                + "(system).", "Give --serial with that word, or set VESCBOOT_SERIAL. Please report it."),
        new("wrongBaud", ExitCode.NoBoard, "The board answers at another baud rate.",
            "Give --baud N, or set VESCBOOT_BAUD."),
        new("linkLoses", ExitCode.NoBoard, "The link loses more than 1 % of the frames. Jobs work, but slower, with retries.",
            "Use another, shorter cable and a port without a hub; on a UART check the common ground."),
        new("stateUnusable", ExitCode.NoBoard, "The folder for backups and saved sectors cannot be written.",
            "Correct its permissions, or name another folder in VESCBOOT_STATE."),
        new("diskFull", ExitCode.NoBoard, "The disk has too little space for images and backups.",
            "Free disk space, or name another folder in VESCBOOT_STORE or VESCBOOT_STATE."),

        new("canTooOld", ExitCode.BoardUnfit,
            "The firmware of the board with the cable cannot scan its CAN bus; this needs 3.48 or later.",
            "Upgrade the board with the cable first, or connect the other board by its own USB."),
        new("canUavcan", ExitCode.BoardUnfit,
            "The CAN mode of the board with the cable is UAVCAN: it does not talk to other VESCs, and sees none.",
            "vescboot settings set can_mode=VESC (uavcan_enable=0 before firmware 4.00), and back afterwards; or connect the other board "
            + "by its "
                + "own USB."),
        new("canNotFound", ExitCode.NoBoard,
            "No board with that id or UUID answers on the CAN bus. It may be busy, without power, or use another baud rate or mode. "
                + "A command for a board without power waits in the board with the cable and may still run when the power returns, unless "
                + "vescboot bus --restart drops it before.",
            "vescboot bus lists the boards that answer."),
        new("canNotABoard", ExitCode.Usage,
            "That CAN id is the board with the cable, or the second motor of a board, which shares its flash.",
            "Leave --can out for the board with the cable; for a second motor give the first id of its board."),
        new("canNotSafe", ExitCode.BoardUnfit,
            "Nothing is changed at that CAN id: several boards share it, it is the id of the board with the cable, or the board "
                + "does not identify itself.",
            "Give each board its own id (App Settings, General in VESC Tool), with only one of them connected."),

        new("canIdTaken", ExitCode.BoardUnfit,
            "Until an upgrade restores the settings, the board has the id derived from its UUID, and another board on the CAN bus "
                + "has that id: both would answer.",
            "Give the other board another id in VESC Tool, or upgrade this one over its own USB."),
        new("canBaudLost", ExitCode.BoardUnfit,
            "Until an upgrade restores the settings, the board uses 500 kbit/s, but the CAN bus has another "
                + "rate.",
            "If the bus has no third board, --follow-baud changes the board with the cable too; else first set all boards to 500 kbit/s "
                + "in VESC Tool, or upgrade this one over its own USB."),
        new("boardFamily", ExitCode.NotServed,
            "A BMS, a module or an ESP32 answers, not a motor controller. Its flash has another layout, and writes would harm it.",
            "Use VESC Tool for this device."),
        new("commandsUnknown", ExitCode.NotServed,
            "The device identifies itself as a VESC, but answers none of the flash commands of that version. Nothing was "
                + "changed.", "Use its maker's software; to remove the record of an earlier run: vescboot history UUID --settle."),
        new("otherBoard", ExitCode.NoBoard, "The board that answers is not the one that --board or the backup names.",
            "Connect the right board, or name its port with --port."),
        new("boardChanged", ExitCode.LinkLost, "During the job a different board appeared on the same port. Nothing was sent to it.",
            "Connect the first board again and run the same command again."),
        new("linkTooBad", ExitCode.LinkLost, "The link loses too many small requests for flash work.",
            "Try another, shorter USB cable and a port without a hub, then run the same command again."),
        new("linkLost", ExitCode.LinkLost,
            "The link was lost: the cable, the power, or a restart of the board. During a job it did not return in "
                + "time.", "Check cable and power, then do what the message says."),
        new("boardSilent", ExitCode.LinkLost, "The link is open, but the board stopped answering during the job.",
            "Switch the power off and on, and run the same command again."),
        new("motorTurning", ExitCode.BoardUnfit, "The motor turns. It is not controlled while flash is written.",
            "Let the wheel stop, off the ground, and run the same command again."),
        new("boardFault", ExitCode.BoardUnfit, "The board reports a supply or flash fault, which prevents flash work.",
            "Connect a good supply, restart the board, and run the same command again; VESC Tool explains a fault that remains."),
        new("conditionUnknown", ExitCode.BoardUnfit, "The board does not report the state of a motor.",
            "Check that the motor is at rest and the battery connected, then run the same command again with --min-voltage 0."),
        new("voltageLow", ExitCode.BoardUnfit,
            "The supply is too low for an upgrade; a failure during the copy leaves the board without firmware.",
            "Connect the battery, or a bench supply of at least 8 V, and run the same command again; --min-voltage VOLTS sets another "
                + "limit."),
        new("eraseRefused", ExitCode.BoardUnfit,
            "The board refused to erase: from firmware 5.03 on usually because its motor was not released, before always because of "
                + "a flash error.", "Let the motor stop, use the battery instead of USB power alone, and run it again."),
        new("writeRefused", ExitCode.BoardUnfit,
            "The board refused a write: from firmware 5.03 on usually because its motor was not released, before always because of a "
                + "flash error.", "Let the motor stop, use the battery instead of USB power alone, and run it again."),
        new("eraseUnsupported", ExitCode.BoardUnfit,
            "This firmware (before 3.59) cannot erase its bootloader, and writing over one would destroy both.",
            "Upgrade the firmware first, or use a debug probe (SWD)."),
        new("versionNotComparable", ExitCode.BoardUnfit,
            "A vendor's fork has its own version numbers, which --only-if-older-than cannot compare.",
            "Omit --only-if-older-than for this board."),

        new("bootloaderPresent", ExitCode.BootloaderPresent, "The board already has a bootloader.",
            "Nothing to do, unless the message says that it is too old; to replace it: vescboot install --replace."),
        new("bootloaderAbsent", ExitCode.NotThere, "The whole bootloader sector is blank.", "vescboot install"),
        new("bootloaderDamaged", ExitCode.NotThere, "The bootloader sector holds something other than a bootloader, or a damaged one.",
            "To save and replace the content: vescboot install --replace."),
        new("sectorOccupied", ExitCode.CannotTell,
            "The bootloader sector holds something other than an intact bootloader, perhaps package data.",
            "To save and replace the content: vescboot install --replace."),
        new("bootloaderDifferent", ExitCode.NotThere, "The board has a different bootloader than the given image.",
            "vescboot install --replace, if you want the given one."),
        new("bootloaderUnknown", ExitCode.CannotTell, "It is unknown whether the board has a bootloader.",
            "The message says how to find out on this firmware."),
        new("halfWritten", ExitCode.CannotTell,
            "An earlier install was interrupted, and its result cannot be read: a restart might run half a bootloader.",
            "To finish it: vescboot install --assume-absent with the same image."),
        new("opensslMissing", ExitCode.Usage,
            "OpenSSL is not installed. .NET needs it on Linux for SHA-256, which every command uses.",
            "Install it: apt install libssl3 (Debian, Ubuntu), dnf install openssl-libs (Fedora)."),
        new("exchangeNotAgreed", ExitCode.CannotTell,
            "No 5.03 image exists for this board, and its firmware cannot read the bootloader. An upgrade replaces the "
                + "bootloader unread and unsaved, which needs your consent.",
                "Run the same command again with --replace --assume-absent, which answers that question; with --assume-bootloader instead "
                    + "if the board was ever upgraded to 6.00 or later over its cable."),
        new("bootloaderNotRunning", ExitCode.VerifyMismatch,
            "The new bootloader was written and every chunk acknowledged, but a restart through it did not return as a bootloader "
                + "does. The board still runs its firmware.",
                "Use the battery instead of USB power alone and run the same command again, which writes it again; if it fails again the "
                    + "flash is worn or damaged."),
        new("journalFailed", ExitCode.Usage,
            "The change could not be recorded for the next run, so it was not made.",
            "Free disk space, correct the permissions of the state folder, or name another in VESCBOOT_STATE."),
        new("journalNewer", ExitCode.Usage,
            "A newer vescboot recorded an unfinished job on this board in a format that this version does not understand.",
            "Use the newer version of vescboot for this board."),
        new("notAgreed", ExitCode.CannotTell, "A question was answered with no, or there was no terminal to answer it.",
            "Run the same command again with --yes."),
        new("jumpRefused", ExitCode.CannotTell,
            "This board cannot be checked by a restart: its firmware is too old (it would hang), its flash can be read, or the "
                + "bootloader is incomplete.",
            "If flash can be read: vescboot check, without --method jump; else the message names the command."),
        new("flashUnreadable", ExitCode.CannotTell, "Flash cannot be read on this firmware, or reading it was not allowed.",
            "The message says which; often the same command with --yes."),
        new("verifyMismatch", ExitCode.VerifyMismatch,
            "The written data reads back differently, also after a second try. It was erased again if possible.",
            "Use the battery instead of USB power alone and run it again; if it fails again the flash is worn. For settings, compare the "
                + "values in the message with VESC Tool before you drive."),
        new("writtenUnverified", ExitCode.Unverified, "Written, but this firmware cannot read it back.",
            "Upgrade the firmware: this verifies the bootloader."),
        new("saveFailed", ExitCode.Usage, "The old content or the backup could not be saved, so nothing was erased.",
            "Name a new file in a writable folder."),

        new("variantMissing", ExitCode.ImageRejected,
            "The board runs a variant of its firmware (other shunts or limits), or one was requested, but the version does not have "
                + "it.",
                "Run the same command again with a --variant NAME that fits the board (or --variant default), or with --image "
                    + "FILE."),
        new("notReleased", ExitCode.ImageRejected,
            "The firmware on the board matches none of the released images of its version (perhaps a custom build for other "
                + "shunts or limits), or several of them.",
                "Keep the present firmware, or run the same command again with --variant NAME (or --variant default) if that fits the "
                    + "board, or with --image FILE; --yes does not answer it."),
        new("olderVersion", ExitCode.ImageRejected, "The requested version is older than the running one.",
            "Run the same command again with --allow-downgrade if you want the older version."),
        new("watchdogTooShort", ExitCode.BoardUnfit,
            "The watchdog of this firmware (3.49) may interrupt the bootloader's copy, which would leave the board "
                + "without firmware.",
                "Write the new firmware and a bootloader with a debug probe (SWD), or with a second VESC as the probe; the board still "
                    + "drives."),
        new("notApplied", ExitCode.NotUpgraded,
            "The new firmware was not installed, or this cannot be verified: the bootloader is missing, too old to decompress the image, "
                + "or found it damaged.",
                "The message names the likely cause and the command to run. If an LED blinked right after the restart: vescboot explain."),
        new("unexpectedFirmware", ExitCode.VerifyMismatch,
            "The board returned with firmware that is neither the old nor the new one.",
            "Before the motor turns, upgrade to an image for the hardware that this shows: vescboot info."),
        new("noReturn", ExitCode.NotUpgraded, "The board did not answer again after its restart.",
            "Leave the power on for another minute, then switch it off and on: vescboot info."),
        new("upgradeUnproved", ExitCode.Unverified,
            "The new version is the same as before, and this firmware offers nothing else to compare.",
            "Nothing, if the board works; an upgrade to another version and back would verify it."),
        new("settingsNotRestored", ExitCode.VerifyMismatch,
            "The new firmware runs, but some settings have no sure equivalent or could not be restored; the message names them.",
            "Accept them with --accept NAME,…, or set them in VESC Tool, before you drive; the old values are in the backup."),
        new("settingsNotProved", ExitCode.VerifyMismatch,
            "Settings were sent and acknowledged, but are missing after a restart, or could not be verified by one. "
                + "A board does not store them while its motor turns or its supply is low.",
            "Let the motor stop, use the battery instead of USB power alone, and run the same command again before you drive. "
                + "If it does not answer, a UART may need another --baud."),

        new("helperUnfit", ExitCode.BoardUnfit,
            "The board with the cable cannot be a probe that reads: its firmware is older than 3.61, or it does not answer the commands of "
                + "a probe.", "Upgrade the helper (vescboot upgrade --to latest), or take another VESC as the helper."),
        new("targetSilent", ExitCode.LinkLost,
            "Nothing answers at the other end of the SWD wires (BM_CONNECT -1): a wire is wrong or loose, the target has no power, or its "
                + "chip does not let a probe in. Nothing was sent to the target that changes it.",
            "Check SWDIO, SWCLK and GND and the target's own power (docs/rescue.md shows the wiring), then run the same command again."),
        new("targetNotServed", ExitCode.NotServed,
            "The chip at the other end is not an STM32F40x, so the target is not a motor controller that vescboot supports. It was halted "
            + "and "
                + "restarted, nothing else.", "Use VESC Tool for this device."),
        new("targetProtected", ExitCode.BoardUnfit,
            "The target answers and its flash cannot be read: it looks protected against reading. No safe way to remove this protection "
            + "is known, "
                + "so vescboot erases nothing there.", "Ask the maker of the board."),
        new("targetLost", ExitCode.LinkLost,
            "During the job the target stopped answering the helper (the probe returned -1 or -2): a wire is loose, or the "
            + "target "
                + "lost its power.",
                "Fasten the wires, check the target's power, and run the same command again: it continues."),
        new("sectorEraseUnavailable", ExitCode.BoardUnfit,
            "The helper's terminal has no command to erase one sector, and erasing the whole flash would remove the firmware and "
                + "settings.", "Use a helper with newer firmware, or vescboot rescue restore, which rewrites the whole flash."),
        new("targetEraseFailed", ExitCode.BoardUnfit,
            "The erase failed (the probe returned -3): the flash is not blank.",
            "Check the target's power and the wires, and run the same command again; if it fails again the flash is worn or damaged."),
        new("massEraseNeeded", ExitCode.CannotTell,
            "The content of the target's flash must be erased completely first: firmware, settings and scripts "
            + "are "
                + "lost with it.", "Run the same command again with --mass-erase, which saves the whole flash to a file first."),
        new("hardwareUnknown", ExitCode.ImageRejected,
            "The hardware of the target was not named, and its flash does not contain the name. The wrong image can destroy its "
                + "power stage.",
                "Run the same command again with --hardware NAME, the name printed on the board; --force-hardware NAME if its "
                + "flash contains another one."),

        new("backupIncomplete", ExitCode.BoardUnfit,
            "A configuration could not be read and is missing from the backup. The rest is saved.",
            "Restart the board and run the same command again."),
        new("backupDoesNotFit", ExitCode.ImageRejected,
            "The backup is from another firmware: its settings have another layout. Before 3.50 only the "
                + "same version has the same layout.",
                "Use a backup from this firmware, or set the values in VESC Tool."),
        new("partUnreadable", ExitCode.BoardUnfit, "The board does not report one part, so that part was not changed.",
            "Restart the board and run the same command again."),
        new("backupMissing", ExitCode.ImageRejected, "There is no backup at that place.",
            "Name the folder of a backup: vescboot restore DIR."),
        new("backupUnreadable", ExitCode.ImageRejected, "The backup's files cannot be read.",
            "Name the folder of one backup, BOARD/TIME below that of --out: vescboot restore DIR."),
        new("backupDamaged", ExitCode.ImageRejected, "A file of the backup does not match its manifest.",
            "Use another backup; no part of this one is restored."),
        new("backupTooNew", ExitCode.ImageRejected, "A newer vescboot made this backup.", "Use that version."),
        new("settingsLayoutUnknown", ExitCode.NotServed,
            "The settings layout of this firmware is not one of 3.55 to 7.01, as in a test build.",
            "vescboot backup and restore copy them byte for byte, for the same firmware."),
        new("settingRejected", ExitCode.Usage,
            "This firmware has no setting of that name, or the setting does not accept that value. Nothing was changed.",
            "vescboot settings show lists all settings; with -v NAME, the values that one accepts."),
        new("settingBeyondLimit", ExitCode.VerifyMismatch,
            "The hardware limits a setting to another value than the one that was asked for. The old settings were stored again.",
            "Choose a value within the limit that the message names."),
        new("settingsFileRejected", ExitCode.ImageRejected,
            "The file is not VESC Tool XML, or no firmware has all its settings.",
            "Save it again with VESC Tool or vescboot settings export."),
    ];
}
