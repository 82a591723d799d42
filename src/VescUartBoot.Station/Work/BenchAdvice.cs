using System.Text.RegularExpressions;

using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Station.Work;

/// <summary>The next step of a person at a bench, who has a board, a cable and this page, and types no commands.</summary>
internal static partial class BenchAdvice
{
    private const string Again = "unplug the board, wait 5 s and plug it in again";
    private const string AgainThenAside = $"{Again}; if it fails again, put the board aside";
    private const string Aside = "unplug the board and put it aside";
    private const string ToRecipe = "put the board aside; the keeper of the recipe decides";
    private const string Supply = "connect the battery or a supply as well as USB, then press Again";

    private static readonly Dictionary<string, string> _steps = new(StringComparer.Ordinal)
    {
        ["linkLost"] = $"check the cable and the supply, {Again}: the job continues",
        ["boardSilent"] = $"check the cable and the supply, {Again}: the job continues",
        ["noValidReply"] = "check that a VESC is at this port and has power, then press Again",
        ["linkTooBad"] = "take another cable or another USB port, then press Again",
        ["boardChanged"] = "nothing: the board that is plugged in now gets a job of its own",
        ["interrupted"] = "press Again: the job continues",
        ["interruptedAtOnce"] = $"{Again}: the job continues",
        ["motorTurning"] = "let the motor come to rest and take its control away, then press Again",
        ["conditionUnknown"] = Again,
        ["boardFault"] = $"{Supply}; if the fault stays, put the board aside",
        ["voltageLow"] = Supply,
        ["eraseRefused"] = $"let the motor rest; {Supply}; if it fails again, the flash is worn or damaged",
        ["writeRefused"] = $"let the motor rest; {Supply}; if it fails again, the flash is worn or damaged",
        ["verifyMismatch"] = $"do not drive; {Supply}; if it fails again, the flash is worn or damaged",
        ["bootloaderPresent"] = ToRecipe,
        ["bootloaderAbsent"] = "put the board aside: the recipe installs no bootloader on this hardware",
        ["bootloaderDamaged"] = ToRecipe,
        ["bootloaderDifferent"] = ToRecipe,
        ["sectorOccupied"] = ToRecipe,
        ["bootloaderUnknown"] = "put the board aside: a recipe with allowReadback, or with firmware, can tell",
        ["flashUnreadable"] = "put the board aside: a recipe with allowReadback, or with newer firmware, can read it",
        ["eraseUnsupported"] = "put the board aside: a recipe with newer firmware can do it",
        ["halfWritten"] = "put the board aside: a recipe with firmware finishes it",
        ["writtenUnverified"] = "put the board aside: a recipe with firmware proves the bootloader",
        ["olderVersion"] = "put the board aside: allowDowngrade of the recipe decides",
        ["versionNotComparable"] = ToRecipe,
        ["notReleased"] = ToRecipe,
        ["variantMissing"] = ToRecipe,
        ["exchangeNotAgreed"] = ToRecipe,
        ["notAgreed"] = ToRecipe,
        ["otherBoard"] = "plug in the board that the work was ordered for",
        ["boardFamily"] = "put the board aside: it is not a motor controller that this station serves",
        ["portBusy"] = "close the other program that uses this port, then press Again",
        ["boardBusy"] = "nothing: another program works on this board; press Again afterwards",
        ["portNoPermission"] = "let the user of the station use serial ports (group dialout)",
        ["imageMissing"] = "put the image into the store of this computer, or allow the recipe to fetch it, then press Again",
        ["settingsNotProved"] = $"do not drive; let the motor stop; {Supply}",
        ["noReturn"] = $"wait a minute with the power on, then switch it off and on, and {Again}",
        ["notApplied"] = AgainThenAside,
        ["unexpectedFirmware"] = "put the board aside, and let no motor turn",
        ["upgradeUnproved"] = ToRecipe,
        ["saveFailed"] = "make room in the state folder of the station, then press Again",
        ["journalFailed"] = "make room in the state folder of the station, then press Again",
        ["stateUnusable"] = "make room in the state folder of the station, then press Again",
        ["journalNewer"] = "put the board aside: a newer version began work on it",
        ["internal"] = $"{AgainThenAside} and report the fault",
    };

    /// <summary>The same problem with a step for the bench.</summary>
    public static SpokenError At(SpokenError problem) =>
        _steps.TryGetValue(problem.Code, out string? step) ? problem with { Next = step }
        : IsForCommandLine().IsMatch(problem.Next) ? problem with { Next = problem.Exit == ExitCode.ImageRejected ? ToRecipe : Aside }
        : problem;

    [GeneratedRegex(@"vescboot|command|--|\bexplain\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsForCommandLine();
}
