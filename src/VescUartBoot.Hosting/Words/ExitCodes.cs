namespace VescUartBoot.Hosting.Words;

/// <summary>The exit codes in plain words.</summary>
internal static class ExitCodes
{
    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("0", "Done, and verified as far as the command says. For check: a bootloader is there. For doctor: nothing is wrong.", "Nothing."),
        ("1",
            "A fault of vescboot itself, not of your board; or a command that only tells something could not write it, as on a full disk.",
            "Make room if it says that standard output is not complete; else run it again with -v and report what it says, best with "
                + "--trace FILE."),
        ("2",
            "The command line or the environment is not understood, or the state folder cannot be written "
                + "(journalFailed, saveFailed), or OpenSSL is not there (opensslMissing). No board was changed.",
                "vescboot COMMAND --help shows what it takes; vescboot config show what the environment says. For the folder: make room, "
                    + "or name another in VESCBOOT_STATE."),
        ("3",
            "No board could be talked to: no port, a port that is held or closed to you, silence, several boards, or another one than "
                + "--board names. A very bad cable looks like silence. Nothing was changed.", "vescboot doctor finds out why."),
        ("4", "Refused: a bootloader is already there. Writing another over it would destroy both.",
            "Nothing needs to be done. To exchange it: vescboot install --replace, which saves the old one first."),
        ("5",
            "Refused: it is unknown whether the board has a bootloader, and checking was not allowed or gave no result. "
                + "Guessing can cost a bootloader.", "The error says which way is left: often the same command with --yes."),
        ("6", "check or verify: no bootloader is there, or a damaged one, or another one than the image given.",
            "vescboot install; for a damaged one vescboot install --replace."),
        ("7",
            "The image or backup must not be used: unreadable, for other hardware, damaged, not approved, or not available. Nothing was "
                + "written.", "The error says what the file is; vescboot image inspect FILE says more."),
        ("8",
            "The board said no, or is not fit for flash work: the motor turns, a fault, too little voltage, or its firmware lacks the "
                + "command.", "Let the motor rest, connect the battery, and run the same command again."),
        ("9", "The link was lost in the middle, or is too bad to begin. The message says what the board holds now.",
            "Another, shorter cable; then the command that the message names."),
        ("10", "Something was written, and what is there does not match it.",
            "Do what the message says before you cut the power or drive."),
        ("11", "The board did not come back after its restart, or came back without a proof that it runs the new firmware.",
            "The message names the likely cause; the red or green blinks right after the restart tell more (vescboot explain red3)."),
        ("12", "A device of a family that vescboot does not serve: a BMS, a module, an ESP32.", "Use VESC Tool for it."),
        ("13", "Written, and this firmware offers no way to read it back: not verified.",
            "Upgrade the firmware: this verifies the bootloader."),
        ("129", "Stopped by SIGHUP (the window was closed) at a safe point.", "Run the same command again when you like."),
        ("130", "Stopped by Ctrl-C at a safe point.", "Run the same command again when you like."),
        ("143", "Stopped by SIGTERM at a safe point.", "Run the same command again when you like."),
    ];
}
