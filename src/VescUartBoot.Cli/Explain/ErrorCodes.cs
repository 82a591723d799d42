namespace VescUartBoot.Cli.Explain;

/// <summary>The errors of ports, links, boards and jobs in plain words.</summary>
internal static class ErrorCodes
{
    private const string SameAgain = "Run the same command again.";
    private const string Doctor = "vescboot doctor -p PORT finds out why.";

    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("usage", "The words on the command line, in the environment or in a file that was named make no sense to vescboot.", "vescboot COMMAND --help shows what it takes."),
        ("internal", "A fault of vescboot itself.", "Run it again with -v and report what it says."),
        ("interrupted", "It was stopped on request at a safe point. The message says what the board holds.", SameAgain),
        ("interruptedAtOnce", "A second Ctrl-C stopped it in the middle of a step. The message says what is known of the board.", "vescboot check tells what is there."),
        ("traceUnreadable", "The file is no trace, or not a whole one; the message names the line.", "Give replay a file that --trace has written."),
        ("codeUnknown", "No exit code, error, warning or blink has that name.", "vescboot explain lists all of them."),

        ("noPort", "No VESC is plugged in: no serial port has its USB numbers. A board on a UART or a bridge is never found by itself.", "vescboot doctor looks further; vescboot ports --watch shows it come."),
        ("severalPorts", "Several ports may be a VESC, and not exactly one of them answers.", "Name one with --port; vescboot ports --probe tells who they are."),
        ("portNotFound", "There is no port of that name.", "vescboot ports lists what is there."),
        ("portNoPermission", "The system does not let you open the port.", "The message names the one command for this machine; vescboot doctor too."),
        ("portBusy", "Another program has the port open. Two at once would mix up their answers.", "End the program that the message names, or wait for it with --wait SECONDS."),
        ("boardBusy", "Another vescboot works on this very board, by another port perhaps. Two at once would mix up their answers.", "Let the run that the message names come to its end, or wait for it with --wait SECONDS."),
        ("portNotSerial", "The name is that of a file, a folder or another device, not of a serial port.", "vescboot ports lists what is there."),
        ("portFailed", "The system could not open the port for a reason of its own, which the message tells.", "Unplug the board, plug it in again, and run the same command again."),
        ("hostUnreachable", "Nobody answers at that host and port, or the connection is refused.", "Start what should listen there; check host and port."),
        ("noValidReply", "The port opens, and nothing that answers there is a VESC.", Doctor),

        ("noDriver", "The system sees the board on USB, but no driver made a serial port of it.", "Linux: sudo modprobe cdc_acm."),
        ("romBootloader", "An STM32 runs the boot loader in its ROM instead of a firmware: BOOT0 was pulled up when it started.", "Release BOOT0, take all power away, and give it back."),
        ("modemManager", "ModemManager talks to each new port for some 20 s, also after each restart of a board, and was not told to leave this one alone.", "sudo vescboot doctor --install-rule"),
        ("ruleNotInstalled", "The udev rule could not be written where the system looks for it.", "Run it with sudo, or pipe it there: vescboot doctor --print-rule | sudo tee /etc/udev/rules.d/70-vesc.rules."),
        ("otherSerialPort", "The board answers through the other of the two serial ports of vescboot: its own code (native), or .NET's System.IO.Ports (system).", "Give --serial with that word, or set VESCBOOT_SERIAL. Please report it."),
        ("wrongBaud", "The board answers at another baud rate than the one that was used.", "Give --baud N, or set VESCBOOT_BAUD."),
        ("linkLoses", "The link loses more than one frame in a hundred. Jobs would go, slower, with retries.", "Another, shorter cable, a socket without a hub; on a UART also a common ground."),
        ("stateUnusable", "The folder for backups and saved sectors cannot be written.", "Mend its rights, or name another in VESCBOOT_STATE."),
        ("diskFull", "The disk has too little room for images and backups.", "Make room, or name another folder in VESCBOOT_STORE or VESCBOOT_STATE."),

        ("boardFamily", "A BMS, a module or an ESP32 answers, not a motor controller. Its flash is laid out otherwise, and our offsets would harm it.", "Use VESC Tool for it."),
        ("commandsUnknown", "A device answers as a VESC with a firmware that it is not: it answers none of the flash commands of that version. Nothing of it was changed.", "Use the software of its maker; for a note of an earlier run: vescboot history UUID --settle."),
        ("otherBoard", "The board that answers is not the one that --board or the backup names.", "Connect the right board, or name its port with --port."),
        ("boardChanged", "In the middle of the job another board came back on the same port. Nothing was sent to it.", "Connect the first board again and run the same command again."),
        ("linkTooBad", "Too many small requests were lost: no flash work over such a link.", "Another, shorter cable and a socket without a hub; vescboot doctor measures it again."),
        ("linkLost", "The link went away: the cable, the power, or a restart of the board. In the middle of a job it was waited for, and did not come back.", "Check cable and power, then do what the message says."),
        ("boardSilent", "The link is there, and the board stopped answering in the middle of the job.", "Take the power away, give it back, and run the same command again."),
        ("motorTurning", "The motor turns. While flash is busy nothing controls it.", "Let the wheel come to rest, off the ground, and run the same command again."),
        ("boardFault", "The board reports a fault that forbids flash work: supply or flash.", "A sound supply, a restart, and the same command again."),
        ("conditionUnknown", "The board does not tell the state of a motor.", "Make sure that the motor rests and run the same command again."),
        ("voltageLow", "The supply is below what an upgrade needs: one that fails in the middle costs the board.", "Connect the battery, or a bench supply of at least 8 V."),
        ("eraseRefused", "The board refused to erase: since firmware 5.03 most often because its motor was not released, before that always because its flash reports an error.", "Let the motor rest, use the battery instead of USB power alone, and run it again."),
        ("writeRefused", "The board refused a write: since firmware 5.03 most often because its motor was not released, before that always because its flash reports an error.", "Let the motor rest, use the battery instead of USB power alone, and run it again."),
        ("eraseUnsupported", "This firmware (before 3.59) has no command to erase its bootloader, and writing over one would destroy both.", "Upgrade the firmware first, or use a debug probe (SWD)."),
        ("versionNotComparable", "A vendor's fork counts its versions in its own way; --only-if-older-than cannot be answered.", "Leave --only-if-older-than out for this board."),

        ("bootloaderPresent", "A bootloader is there already.", "Nothing needs to be done; to exchange it: vescboot install --replace."),
        ("bootloaderAbsent", "The whole bootloader sector is blank.", "vescboot install"),
        ("bootloaderDamaged", "What is in the bootloader sector is no bootloader, or one with bits changed.", "vescboot install --replace, which saves the present content first."),
        ("sectorOccupied", "The bootloader sector holds something that is no sound bootloader: a package's data, perhaps.", "vescboot install --replace, which saves the present content first."),
        ("bootloaderDifferent", "A bootloader is there, another one than the image given.", "vescboot install --replace, if that one is really wanted."),
        ("bootloaderUnknown", "It cannot be told whether a bootloader is there. Silence is not absence.", "The message names the way that is left for this firmware."),
        ("halfWritten", "An earlier install did not come to its end, and nobody can read what it left: a jump might run half a bootloader.", "vescboot install --assume-absent with the same image finishes it."),
        ("opensslMissing", "OpenSSL is not on this machine. .NET computes SHA-256 with it on Linux, and nothing here works without SHA-256.", "Install libssl3 (Debian, Ubuntu) or openssl-libs (Fedora), and run the same command again."),
        ("exchangeNotAgreed", "No 5.03 image exists for this board, and on its firmware no bootloader can be read. The way to newer firmware exchanges the bootloader unread and unsaved, which the owner must agree to.", "Agree to the question, or answer it with upgrade --replace --assume-absent."),
        ("bootloaderNotRunning", "The new bootloader was written, every chunk acknowledged, and a restart through it did not come back the way a bootloader does. The board still runs its firmware.", "Use the battery instead of USB power alone and run the same command again, which writes it again."),
        ("journalFailed", "What was about to be changed could not be written down for the next run, so it was not changed.", "Make room in the state folder, get the right to write there, or name another in VESCBOOT_STATE."),
        ("journalNewer", "A newer vescboot has written down what it left half done on this board, in words that this one does not understand.", "Use the newer version for this board."),
        ("notAgreed", "A question was answered with no, or nobody was there to answer.", "Run the same command again with --yes, if yes is meant."),
        ("jumpRefused", "A restart through the bootloader is no way to look on this board: too old (it would hang), new enough to be read, or half written.", "vescboot check, without --method jump."),
        ("flashUnreadable", "Flash cannot be read on this firmware, or the way to it was not allowed.", "The message says which; often the same command with --yes."),
        ("verifyMismatch", "What was written reads back otherwise, also after a second try. It was erased again where that was possible.", "Use the battery instead of USB power alone and run it again; if it fails again the flash is worn. Of settings: compare the values that the message names in VESC Tool before you drive."),
        ("writtenUnverified", "Written, and nothing can read it back on this firmware.", "Upgrade the firmware: the new version proves that the bootloader works."),
        ("saveFailed", "The old content or the backup could not be saved, so nothing was erased.", "Name a new file in a folder that can be written."),

        ("variantMissing", "The board runs a variant of its firmware (other shunts, other limits), or one was asked for, and the version has none of that name.", "--variant NAME takes one of those that are there; another version may have it."),
        ("notReleased", "What the board runs was read and is none of the released images of its version (a build of somebody's own, perhaps for other shunts or limits), or fits several of them.", "--variant NAME, or --image FILE, says what to put in its place; --yes does not."),
        ("olderVersion", "The version asked for is older than the one that runs.", "--allow-downgrade, if that is really wanted."),
        ("watchdogTooShort", "The watchdog of this firmware (3.49) may restart the board in the middle of the bootloader's copy, which would leave it without firmware.", "Use a debug probe (SWD), or a second VESC as the probe."),
        ("notApplied", "The new firmware was not installed, or nothing proves that it was: the bootloader is missing, too old to unpack the image, or found it damaged.", "The message names the likely cause and the one command for it."),
        ("unexpectedFirmware", "The board came back with a firmware that is neither the old one nor the new one.", "vescboot info; do not let the motor turn before the right firmware is on it."),
        ("noReturn", "The board did not answer again after its restart.", "Wait another minute with the power on; then take it away, give it back, and vescboot info."),
        ("upgradeUnproved", "The new version answers, and it is the same as before: nothing else can be compared on this firmware.", "Nothing, if it drives as it should."),
        ("settingsNotRestored", "The new firmware runs, and the settings could not be put back: they are the defaults.", "Do not drive before the motor was set up again in VESC Tool."),

        ("backupIncomplete", "A configuration could not be read, so the backup has a hole. What could be read is saved.", "Restart the board and run the same command again."),
        ("backupDoesNotFit", "The backup is from another firmware: its settings have another layout and would be read wrongly. Before 3.50 only the very same version counts as the same layout.", "Use a backup that was taken on this firmware, or set the values again in VESC Tool."),
        ("partUnreadable", "The board does not tell a part of what it has, so that part was left alone.", "Restart the board and run the same command again."),
        ("backupMissing", "There is no backup there.", "Give restore a folder that vescboot backup has made."),
        ("backupUnreadable", "The backup's files cannot be read.", "Give restore a folder that vescboot backup has made, as it made it."),
        ("backupDamaged", "A file of the backup is not what its manifest says.", "Take another backup; this one is not used in part."),
        ("settingsLayoutUnknown", "The firmware has a layout for its settings that is not among those of 3.55 to 7.01, a test build's for example.", "vescboot backup and restore keep them byte for byte, for the same firmware."),
        ("settingsFileRejected", "The file is not in the XML form that VESC Tool saves, or no firmware has all its settings.", "Save it again with VESC Tool or vescboot settings export."),
        ("backupTooNew", "A newer vescboot made this backup.", "Use that version."),
    ];
}
