namespace VescUartBoot.Hosting.Words;

/// <summary>The LEDs of the bootloader right after a restart. The generic build has none, and running firmware blinks red N times for fault
/// N.</summary>
internal static class Blinks
{
    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("green3", "The bootloader copied the new firmware into place.", "Nothing; the new version answers within seconds."),
        ("red1", "The bootloader failed once at copying, and tries again.", "Keep the power on and wait."),
        ("red3", "The bootloader found no valid image in staging, or it is too old to decompress the one that is there.",
            "Run vescboot upgrade --to latest: it replaces a bootloader that is too old."),
        ("red4", "The staged image is empty.", "Upgrade again; if it happens again report it with --trace FILE."),
        ("red5", "The staged image is damaged.", "vescboot doctor measures the cable; then upgrade again."),
        ("red8", "Flash could not be written, and the old firmware is erased or incomplete. The red LED blinks 8 times after a pause.",
            "This needs a debug probe (SWD), or a second VESC as one."),
        ("blueOnly", "Only the blue light is on and nothing answers: the board has power, but no firmware runs.",
            "vescboot rescue look, with a second VESC wired to its SWD pins; then vescboot rescue restore."),
    ];
}
