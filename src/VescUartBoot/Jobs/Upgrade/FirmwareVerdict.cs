using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Determines the result of a jump with a staged firmware, never claiming more than the evidence shows.</summary>
internal sealed class FirmwareVerdict(JobRun session, UpgradeImage image, StagedImage stored, BootloaderStatus bootloader,
    BoardBackup backup)
{

    /// <summary>Judges the return of the board.</summary>
    /// <param name="before">Who it was before the jump.</param>
    /// <param name="returned">Its return; <see langword="null"/>: it did not.</param>
    /// <param name="differences">How many bytes of its application differ from the image; <see langword="null"/>: they cannot be
    /// read.</param>
    /// <returns>The verdict, its cause, and the sentences for it.</returns>
    public async Task<(UpgradeVerdict Verdict, NotAppliedCause? Cause, List<string> Evidence)> JudgeAsync(BoardIdentity before,
        RestartResult? returned, int? differences)
    {
        if (returned is not { } back)
        {
            return (UpgradeVerdict.Silent, null, ["the board did not answer again"]);
        }

        var now = session.Board.Identity;
        List<string> evidence =
            [$"{back.Elapsed.TotalSeconds:0.0} s after the jump {now.Hardware ?? "the board"} answered with firmware {now.Firmware}"];
        bool mayBeNew = image.Version is null || now.Firmware == image.Version;
        bool isAsBefore = now.Firmware == before.Firmware && SameName(now.Hardware, before.Hardware);
        if (!isAsBefore)
        {
            bool isNew = mayBeNew && SameName(now.Hardware, image.Hardware ?? now.Hardware);
            return (isNew ? UpgradeVerdict.Upgraded : UpgradeVerdict.Unexpected, null, evidence);
        }

        var meaning = RestartTiming.Of(before.Firmware, back.Elapsed);
        bool? isImage = mayBeNew ? await IsTheImageAsync(meaning, differences, evidence).ConfigureAwait(false) : false;
        return isImage is true
            ? (UpgradeVerdict.Upgraded, null, evidence)
            : (isImage is null ? UpgradeVerdict.Undecided
                : UpgradeVerdict.NotApplied, await CauseAsync(meaning, evidence).ConfigureAwait(false), evidence);
    }

    // The same version again, or an image without a readable version. If its bytes can be read, they decide, although the same bytes may
    // have been there before; otherwise the settings decide, which every copy erases. The duration of a copy is evidence for one; a shorter
    // time does not exclude it, because a short image or fast flash shortens the copy.
    private async Task<bool?> IsTheImageAsync(RestartTimingVerdict meaning, int? differences, List<string> evidence)
    {
        if (differences is { } count)
        {
            return count == 0 && (meaning != RestartTimingVerdict.Watchdog
                || await WatchdogFault.IsListedAsync(session.Board).ConfigureAwait(false) != true);
        }

        bool? changed = await BackupSteps.HaveSettingsChangedAsync(session.Board, backup).ConfigureAwait(false);
        if (changed is true)
        {
            evidence.Add("its settings have changed since the jump, which only a copied firmware causes");
            return true;
        }

        if (changed is false && backup.AreDefaults == false && session.Board.Capabilities.IsKnown)
        {
            evidence.Add("its settings are still the owner's, which a copied firmware would have reset");
            return false;
        }

        return meaning == RestartTimingVerdict.Unclear ? true : null;
    }

    private async Task<NotAppliedCause> CauseAsync(RestartTimingVerdict meaning, List<string> evidence)
    {
        bool? watchdog = await WatchdogFault.IsListedAsync(session.Board).ConfigureAwait(false);
        if (watchdog is { } listed)
        {
            evidence.Add(listed ? "it lists a restart by its watchdog" : "it lists no restart by its watchdog");
        }

        switch (meaning)
        {
            case RestartTimingVerdict.Watchdog when watchdog != false && !UpgradePlanner.IsProved(bootloader):
                evidence.Add("after so long the watchdog restarted a hanging board: the content of its bootloader sector did not run");
                return NotAppliedCause.BootloaderMissing;

            case RestartTimingVerdict.BootloaderLeft
                when watchdog != true && stored.Header.Compressed && !UpgradePlanner.IsProved(bootloader):
                if (await ApplicationCheck.IsStagedWholeAsync(session).ConfigureAwait(false) is { } whole)
                {
                    evidence.Add(whole ? "the staged image is intact, byte for byte" : "the staged image differs from what was sent");
                    return whole ? NotAppliedCause.TooOldToUnpack : NotAppliedCause.ImageDamaged;
                }

                evidence.Add(
                    "it returns so soon only if a bootloader ran and ended at once: it cannot decompress, or the staged image was damaged");
                return NotAppliedCause.TooOldToUnpack;

            case RestartTimingVerdict.BootloaderLeft when watchdog != true:
                evidence.Add(
                    "it returns so soon only if a bootloader ran and ended at once: to it, the staged image was damaged");
                return NotAppliedCause.ImageDamaged;

            default:
                evidence.Add("neither the time nor the board's list of faults shows the cause");
                return NotAppliedCause.Unknown;
        }
    }

    private static bool SameName(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
