using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Output;

/// <summary>The verdict of a job in one line, for a person.</summary>
internal static class VerdictText
{
    /// <summary>The verdict; <see langword="null"/> where the error or the lines of the command say it.</summary>
    public static string? Of(Outcome outcome, JobResult job)
    {
        var counts = LinkReport.Counts(outcome);
        var well = outcome.Error is null;
        return job switch
        {
            InstallResult or UpgradeResult when !well => null,
            InstallResult { Verified: DetectionMethod.None } dryRun =>
                $"dry run: nothing was changed; {dryRun.Plan!.BytesToWrite} bytes would be written{counts}",
            InstallResult install =>
                $"done: {install.Image!.Name} is installed, all {FlashMap.Bootloader.Length} bytes of its sector verified by "
                    + $"read-back{counts}",
            UpgradeResult upgrade => UpgradeVerdictOf(upgrade, counts),
            VerifyResult verify when well => $"verified: the bootloader is {verify.Before!.Content!.ImageName}, byte for byte{counts}",
            CheckResult or VerifyResult => FindingOf(((BootloaderJobResult)job).Before, counts),
            _ => null,
        };
    }

    private static string? FindingOf(BootloaderStatus? finding, string counts) => finding switch
    {
        { State: BootloaderState.Present, Content: null } =>
            $"present: a bootloader ran; which one, and whether it unpacks compressed firmware, is not known{counts}",
        { State: BootloaderState.Present } present =>
            $"present: {present.Content!.ImageName ?? "a bootloader that is in no catalogue"}{Unpacks(present.Content.Image)}{counts}",
        { } other => $"{other.State.ToString().ToLowerInvariant()}{counts}",
        _ => null,
    };

    private static string UpgradeVerdictOf(UpgradeResult job, string counts) => job.Upgrade switch
    {
        { Verdict: UpgradeVerdict.AlreadyThere } there => $"nothing to do: {job.Board.Hardware ?? "the board"} runs {there.Before}{counts}",
        { Verdict: UpgradeVerdict.Upgraded } done =>
            $"done: {job.Board.Hardware ?? "the board"} runs {done.After} (before: {done.Before}), {HowProved(job.Verified)}{counts}",
        _ => $"dry run: nothing was changed{counts}",
    };

    private static string HowProved(DetectionMethod verified) => verified == DetectionMethod.Readback
        ? "compared byte for byte by read-back"
        : "which it says itself; its flash could not be compared";

    private static string Unpacks(CatalogBootloader? image) =>
        image is null ? "" : image.Compression ? ", unpacks compressed firmware" : ", too old to unpack compressed firmware";
}
