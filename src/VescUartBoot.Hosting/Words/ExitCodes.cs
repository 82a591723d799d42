namespace VescUartBoot.Hosting.Words;

/// <summary>The exit codes in plain words.</summary>
internal static class ExitCodes
{
    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("0", "Done, and verified as far as the command says. For check: a bootloader is there. For doctor: nothing is wrong.", "Nothing."),
        ("1",
            "An error of vescboot, not of your board; or a command that only prints could not write its output, as on a full disk.",
            "If standard output is incomplete, free disk space; otherwise run it again with -v and report the output, ideally with "
                + "--trace FILE."),
        ("2",
            "The command line or the environment is not valid, or the state folder cannot be written "
                + "(journalFailed, saveFailed), its journal is from a newer version (journalNewer), or OpenSSL is not there "
                + "(opensslMissing). No board was changed.",
                "vescboot COMMAND --help shows the options, vescboot config show the environment. For the folder: free disk space, "
                    + "or name another in VESCBOOT_STATE."),
        ("3",
            "No board was reached: no port, a busy or forbidden port, no answer, several boards, or a board other "
                + "than the one --board names. A very bad cable looks like silence. Nothing was changed.",
            "vescboot doctor finds the cause."),
        ("4",
            "Refused: a bootloader is already there. Writing another over it would destroy both. An upgrade with nothing to do "
                + "exits with 0.",
            "Nothing to do, unless it is too old: vescboot install --replace saves it and writes a new one."),
        ("5",
            "Refused: a question was not answered with yes, or it is not known what the bootloader sector holds. "
                + "Guessing can cost a bootloader.", "The error names the next step: often the same command with --yes."),
        ("6", "check or verify: no bootloader is there, or a damaged one, or a different one from the image given.",
            "If there is none: vescboot install. If it is damaged or different: vescboot install --replace."),
        ("7",
            "The image or backup must not be used: unreadable, for other hardware, damaged, not approved, or not available. Nothing was "
                + "written.", "The error identifies the file; vescboot image inspect FILE shows more."),
        ("8",
            "The board refused, or is not ready for flash work: the motor turns, a fault, low voltage, or its firmware lacks the "
                + "command.", "Let the motor rest, connect the battery, and run the same command again."),
        ("9", "The link was lost during the job, or is too bad to start. The message names the state of the board.",
            "Use another, shorter cable; then run the command in the message."),
        ("10", "Written, but the content or the version that runs is not as expected, or it is not proved that settings are stored.",
            "Follow the message before you switch off the power or drive."),
        ("11", "The board did not answer after its restart, or nothing proves that it runs the new firmware.",
            "The message names the likely cause; the red or green blinks right after the restart show more (vescboot explain red3)."),
        ("12", "A device that vescboot does not support: a BMS, a module, an ESP32.", "Use VESC Tool for it."),
        ("13", "Written, but this firmware cannot read it back: not verified.",
            "Upgrade the firmware: this verifies the bootloader."),
        ("129", "Stopped by SIGHUP (the window was closed) at a safe point.", "Run the same command again when you like."),
        ("130", "Stopped by Ctrl-C at a safe point.", "Run the same command again when you like."),
        ("143", "Stopped by SIGTERM at a safe point.", "Run the same command again when you like."),
    ];
}
