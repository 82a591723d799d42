using System.Globalization;
using System.Text.RegularExpressions;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>Every sentence of <c>boardState</c> is so.</summary>
internal static partial class BoardStateLaw
{
    public static void Check(JobRecord job, Action<string, string> broken)
    {
        string said = job.BoardState;
        if (said.Length == 0)
        {
            return;
        }

        void Break(string why) => broken("boardState", $"{why}; said: {said}");
        bool Says(string words) => said.Contains(words, StringComparison.Ordinal);
        var changed = Truth.Changed(job.Before, job.After).Where(s => s is not (1 or 2) || !job.BoardStoredCan).ToList();
        bool sameApplication = Truth.SameApplication(job.Before, job.After, job.BoardBefore.Firmware);
        var sector = Truth.Sector(job.After, 11);
        var content = job.Step.Kind is JobKind.Upgrade ? Contents.Present.Content : RunningJob.ContentOf(job.Step);

        // Bits that a broken erase left where a header would be: the firmware shows nobody, and they are gone with our own zeros.
        int qml = Laws.QmlSectorOf(job);
        bool onlyDebris = qml > 0 && changed is [var one] && one == qml && Truth.StoredCode(job.Before, qml) is null
            && Truth.IsBlank(Truth.Sector(job.After, qml));
        if ((Says("nothing on the board was changed") || Says("its flash is as it was")) && changed.Count > 0 && !onlyDebris)
        {
            Break($"sectors {string.Join(',', changed)} differ");
        }

        if (Says("its bootloader sector is as this run found it") && changed.Contains(11))
        {
            Break("the bootloader sector differs");
        }

        if (Says("its bootloader sector is blank") && !Truth.IsBlank(sector))
        {
            Break("the bootloader sector is not blank");
        }

        if (Says("holds no intact bootloader")
            && (Truth.SectorIs(job.After, content.Span) || Truth.ImageIn(job.After) is { Image: "present" or "old", Clean: true }))
        {
            Break("the bootloader sector holds a sound bootloader");
        }

        if (Says("holds what was written, byte for byte") && !Truth.SectorIs(job.After, content.Span))
        {
            Break("the bootloader sector holds something else");
        }

        if (HalfWritten().Match(said) is { Success: true } half
            && !ErasedInVain(job) && !job.FlashLied
            && !Covers(sector, content.Span, int.Parse(half.Groups["bytes"].ValueSpan, CultureInfo.InvariantCulture)))
        {
            Break("the bytes that are told to be acknowledged are not there");
        }

        // By the stepping stone the old one is the stone.
        bool old = sameApplication || (job.Step.Kind == JobKind.Upgrade && Truth.Runs(job.After, "5.03"));
        if ((Says("still runs its firmware") || Says("still runs its old firmware"))
            && (!old || job.BoardAfter.State == BoardState.Bricked))
        {
            Break($"the application is another ({job.BoardAfter.State})");
        }

        if (Says("runs the new firmware") && !new[] { job.Step.Target, "5.03" }.Any(v => Truth.Runs(job.After, v)))
        {
            Break("the application is not the new one");
        }

        if (Says("is in flash, which a bootloader ignores") && Truth.StagedIsWhole(job.After))
        {
            Break("what waits in staging is whole: a jump would install it");
        }

        if (Says("the new firmware waits in flash and was not started")
            && (!Truth.StagedIsWhole(job.After) || job.BoardAfter.BootloaderRuns > job.BoardBefore.BootloaderRuns))
        {
            Break("no whole firmware waits, or it was started");
        }

        if (Says("nothing was installed") && !sameApplication)
        {
            Break("the application is another");
        }

        bool settings = changed.Contains(1) || changed.Contains(2);
        if (settings && job.Step.Kind == JobKind.Restore && !Says("configuration"))
        {
            Break("settings differ, and no word of that");
        }
    }

    // On firmware that cannot erase, old and new lie over each other and nobody can tell them apart: it is said beforehand.
    private static bool ErasedInVain(JobRecord job) => job.BoardBefore.Firmware is { } firmware
        && FirmwareProfiles.Named(firmware) is var profile
        && (profile.IsFork || !profile.Commands.HasFlag(FirmwareCommands.EraseBootloader))
        && !Truth.IsBlank(Truth.Sector(job.Before, 11));

    private static bool Covers(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> content, int acknowledged) =>
        acknowledged <= content.Length && sector[..acknowledged].SequenceEqual(content[..acknowledged]);

    [GeneratedRegex(@"half written \((?<bytes>\d+) of \d+ bytes acknowledged\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HalfWritten();
}
