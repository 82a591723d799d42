using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;

namespace VescUartBoot.Cli.Output;

/// <summary>The verdict of a job for a person: the state of the board and its evidence.</summary>
internal static class VerdictText
{
    private const string DryRun = "dry run";

    /// <summary>Returns the verdict; <see langword="null"/> if the error or the lines of the command contain it.</summary>
    public static Verdict? Of(Outcome outcome, bool withCounts)
    {
        var verdict = outcome.Job is { } job ? Of(job, isWell: outcome.Error is null) : null;
        string? text = outcome.Error is not { } error ? verdict?.Text
            : $"{(verdict is { Word: DryRun } ? verdict.Text : error.Message)} [{error.Code}]";
        return verdict is null ? null : verdict with { Text = text + LinkReport.Counts(outcome, withCounts) };
    }

    /// <summary>Returns the content found in the bootloader sector.</summary>
    public static string Describe(BootloaderStatus finding, bool withReasons)
    {
        string evidence = string.Join("; ", withReasons ? finding.Evidence : finding.Evidence.Take(1));
        return finding switch
        {
            { State: BootloaderState.Absent } => $"no bootloader: {evidence}",
            { State: BootloaderState.Damaged, Content.Kind: SectorContentKind.NoBootloader } => $"other content, no bootloader: {evidence}",
            { State: BootloaderState.Damaged } => $"a damaged bootloader: {evidence}",
            { State: BootloaderState.Unknown } => $"not known whether a bootloader is there{(withReasons ? $": {evidence}" : "")}",
            { Content: null } => $"a bootloader: {evidence}",
            _ => $"bootloader {Present(finding)}{(withReasons ? $": {evidence}" : "")}",
        };
    }

    private static Verdict? Of(JobResult job, bool isWell) => job switch
    {
        InstallResult { Plan.Undecided.Count: > 0 } or UpgradeResult { Upgrade.Plan.Undecided.Count: > 0 } when !isWell =>
            new(DryRun, "nothing was changed; only a real run can find out what is listed as unknown", Tone.Calm),
        InstallResult or UpgradeResult when !isWell => null,
        InstallResult { Verified: DetectionMethod.None } dryRun =>
            new(DryRun, $"nothing was changed; {dryRun.Plan!.BytesToWrite} bytes would be written", Tone.Calm),
        InstallResult install =>
            new("done",
                $"{install.Image!.Name} is installed: all {FlashMap.Bootloader.Length} bytes of its sector were read back and compared"),
        UpgradeResult upgrade => Of(upgrade),
        VerifyResult verify when isWell => new("verified", $"the bootloader is {verify.Before!.Content!.ImageName}, byte for byte"),
        CheckResult or VerifyResult => Of(((BootloaderJobResult)job).Before),
        _ => null,
    };

    private static Verdict? Of(BootloaderStatus? finding) => finding switch
    {
        { State: BootloaderState.Present, Content: null } =>
            new("present", "a bootloader ran; which one, and whether it unpacks compressed firmware, is not known"),
        { State: BootloaderState.Present } present => new("present", Present(present)),
        { State: BootloaderState.Absent } => new("absent", "this board has no bootloader", Tone.Warning),
        { State: BootloaderState.Damaged, Content.Kind: SectorContentKind.NoBootloader } =>
            new("occupied", "the sector holds something other than a bootloader", Tone.Warning),
        { State: BootloaderState.Damaged } => new("damaged", "the bootloader is damaged", Tone.Warning),
        { } => new("unknown", "it is not known whether a bootloader is there", Tone.Calm),
        _ => null,
    };

    private static Verdict Of(UpgradeResult job) => job.Upgrade switch
    {
        { Verdict: UpgradeVerdict.AlreadyThere } there =>
            new("no change", $"Nothing to do: {job.Board.Hardware ?? "the board"} runs {there.Before} already", Tone.Calm),
        { Verdict: UpgradeVerdict.Upgraded } done => new(
            "done", $"{job.Board.Hardware ?? "the board"} runs {done.After} (before: {done.Before}): {HowProved(job.Verified)}"
                + (done.Settings is { AllRestored: true } ? "" : "; set up motor and app before you drive")),
        _ => new(DryRun, "nothing was changed", Tone.Calm),
    };

    private static string HowProved(DetectionMethod verified) => verified == DetectionMethod.Readback
        ? "read back and compared byte for byte"
        : "it reports that version; this firmware cannot be read back";

    private static string Present(BootloaderStatus finding) =>
        $"{finding.Content!.ImageName ?? "that is in no catalogue"}{Unpacks(finding.Content.Image)}";

    private static string Unpacks(CatalogBootloader? image) =>
        image is null ? "" : image.Compression ? ", unpacks compressed firmware" : ", too old to unpack compressed firmware";
}
