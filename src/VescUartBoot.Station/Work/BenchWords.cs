using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

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
    ];

    /// <summary>Whether a person decides what happens next, rather than that the board or the link is bad.</summary>
    public static bool NeedsPerson(string code) => _forPersons.Contains(code);

    /// <summary>The recipe refuses the board.</summary>
    public static SpokenError Refusal(string reason) => new(ExitCode.BoardUnfit, Refused, reason, SpokenError.Untouched,
        "unplug the board and put it aside, or add a rule to the recipe");

    /// <summary>The result of a job that reached its goal.</summary>
    public static string Success(JobResult result) => result switch
    {
        InstallResult { Failure: not null } there => $"bootloader {there.Before!.Content!.ImageName} was there already",
        InstallResult => "bootloader installed and verified",
        _ => "bootloader present",
    };
}
