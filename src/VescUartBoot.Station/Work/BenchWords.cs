using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Station.Work;

/// <summary>What the screen says where the table of errors has no words.</summary>
internal static class BenchWords
{
    /// <summary>Code of a board that the recipe refuses.</summary>
    public const string Refused = "recipeRefused";

    // A person decides: nothing is broken, and the same board gets the same answer again.
    private static readonly HashSet<string> _forPersons =
    [
        Refused, "bootloaderPresent", "bootloaderAbsent", "bootloaderUnknown", "bootloaderDifferent", "sectorOccupied", "notAgreed",
        "boardFamily", "portBusy", "boardBusy", "portNoPermission", "motorTurning", "voltageLow", "interrupted", "otherBoard",
        "olderVersion", "versionNotComparable", "notReleased", "variantMissing", "settingsNotRestored",
        "settingsLayoutUnknown", "settingRejected", "settingsFileRejected", "exchangeNotAgreed", "flashUnreadable", "eraseUnsupported",
        "imageMissing", "imageUnknown", "imageHardware", "imageNotApproved", "backupIncomplete",
    ];

    /// <summary>Whether a person decides what happens next, rather than that the board or the link is bad.</summary>
    public static bool NeedsPerson(string code) => _forPersons.Contains(code);

    /// <summary>The recipe refuses the board.</summary>
    public static SpokenError Refusal(string reason) => new(ExitCode.BoardUnfit, Refused, reason, SpokenError.Untouched,
        "unplug the board and put it aside, or add a rule to the recipe");

    /// <summary>The serial number is that of another board.</summary>
    public static SpokenError SerialTaken(string reason) => Refusal(reason) with
    {
        Next = "compare the label with the records; unplug the board, enter its serial number again and plug it in",
    };

    /// <summary>Settings that nobody has decided on.</summary>
    public static SpokenError SettingsOpen(string reason) => SpokenError.OfTable("settingsNotRestored", reason) with
    {
        BoardState = "Bootloader and firmware are as the recipe says. Do not drive before the settings are decided on.",
        Next = "set them in VESC Tool, or name those whose offered value is right in accept of the recipe",
    };

    /// <summary>The result of a job that reached its goal.</summary>
    public static string Success(WorkResult result) => string.Join(", ", result.Steps.Select(Success).OfType<string>()
        .Concat(result.Running is { } running ? [$"firmware {running.Name} was there already"] : [])
        .Concat(result.Settings.Select(s => $"settings of {s.File.Name}")));

    private static string? Success(JobResult step) => step switch
    {
        InstallResult { Failure.Code: FailureCode.BootloaderPresent } there =>
            $"bootloader {there.Before!.Content!.ImageName} was there already",
        { Failure: not null } => null,
        InstallResult => "bootloader installed and verified",
        CheckResult => "bootloader present",
        UpgradeResult { Upgrade: { Verdict: UpgradeVerdict.AlreadyThere } there } => $"firmware {there.Before} was there already",
        UpgradeResult { Upgrade: { } upgrade } => $"firmware {upgrade.Before} to {upgrade.After}",
        _ => null,
    };
}
