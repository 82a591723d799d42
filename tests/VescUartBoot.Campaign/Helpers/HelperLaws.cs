using System.Globalization;
using System.Text.RegularExpressions;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Campaign.Helpers;

/// <summary>What must hold after each job on a target: each law looks at its flash, none believes the report.</summary>
internal static partial class HelperLaws
{
    private const int BootloaderSector = 11;

    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(5);

    public static void Check(HelperSchedule schedule, HelperRecord job, Action<string, string> broken)
    {
        if (job.Thrown is not (null or VescException or OperationCanceledException or KilledException))
        {
            broken(job.Thrown is InvalidOperationException ? "hang" : "crash", job.Thrown.ToString());
            return;
        }

        if (job.Elapsed > _longest + (TimeSpan.FromSeconds(40) * schedule.Faults.Count))
        {
            broken("time", $"{job.Step.Kind} took {job.Elapsed.TotalSeconds:0} s of board time");
        }

        CheckSpared(schedule, job, broken);
        CheckSectors(job, broken);
        if (job.Result is { Failure: null } && !job.Step.DryRun)
        {
            CheckReached(job, broken);
        }

        CheckWords(job, broken);
    }

    // What does not connect or looks protected is never erased, nor anything else.
    private static void CheckSpared(HelperSchedule schedule, HelperRecord job, Action<string, string> broken)
    {
        bool spared = schedule.IsRefused || (schedule.IsLoose && !job.IsGoal) || !job.Step.Yes || job.Step.DryRun
            || job.Step.Kind == HelperJob.Look;
        if (spared && (job.Asked != default || job.Changed.Count > 0))
        {
            broken("spared", $"{job.Step.Kind}: {job.Asked.MassErases} mass erases and {job.Asked.Writes} writes were sent, sectors "
                + $"[{string.Join(',', job.Changed)}] changed");
        }
    }

    private static void CheckSectors(HelperRecord job, Action<string, string> broken)
    {
        foreach (int sector in job.Changed)
        {
            bool planned = job.Step.Kind == HelperJob.Restore || (job.Step.Kind == HelperJob.Install && sector == BootloaderSector);
            if (!planned)
            {
                broken("sectors", $"{job.Step.Kind} changed sector {sector}");
            }
        }

        for (int sector = 0; sector < job.Erases.Count; sector++)
        {
            bool allowed = job.Step.Kind switch
            {
                HelperJob.Restore => job.Step.MassErase,
                HelperJob.Install => sector == BootloaderSector,
                _ => false,
            };
            allowed |= job.TargetStarted && sector is 1 or 2;
            if (job.Erases[sector] > 0 && !allowed)
            {
                broken("sectors", $"{job.Step.Kind} erased sector {sector}");
            }
        }
    }

    private static void CheckReached(HelperRecord job, Action<string, string> broken)
    {
        if (job.Step.Kind != HelperJob.Look && !Truth.SectorIs(job.After, Contents.Present.Content.Span))
        {
            broken("flash", $"{job.Step.Kind} succeeded, and the bootloader sector holds something else");
        }

        if (job.Step.Kind == HelperJob.Restore && !Truth.Runs(job.After, "7.00"))
        {
            broken("flash", "restored, and the application is not that image");
        }

        if (job.Result!.Restarted && job.StateAfter is BoardState.Halted or BoardState.Off)
        {
            broken("words", $"the target is said to be restarted, and is {job.StateAfter}");
        }

        bool isOpen = job.Step.Kind switch
        {
            HelperJob.Install => job.Open.Contains(ChangeKind.Bootloader),
            HelperJob.Restore => job.Open.Count > 0,
            _ => false,
        };
        if (isOpen)
        {
            broken("journal", $"{job.Step.Kind} came to its end, and the journal calls it unfinished");
        }
    }

    private static void CheckWords(HelperRecord job, Action<string, string> broken)
    {
        string said = job.BoardState;
        bool Says(string words) => said.Contains(words, StringComparison.Ordinal);
        var changed = job.Changed;
        if (Says("Nothing on the target was changed") && changed.Count > 0)
        {
            broken("words", $"sectors {string.Join(',', changed)} differ; said: {said}");
        }

        if ((Says("bootloader sector is blank") && !Truth.IsBlank(Truth.Sector(job.After, BootloaderSector)))
            || (Says("target's flash is blank") && !Truth.IsBlank(job.After)))
        {
            broken("words", $"it is not blank; said: {said}");
        }

        if (Says("holds what was written, byte for byte") && !Truth.SectorIs(job.After, Contents.Present.Content.Span))
        {
            broken("words", $"it holds something else; said: {said}");
        }

        if (said.Length > 0 && !Says("is halted") && job.StateAfter == BoardState.Halted)
        {
            broken("words", $"the target is halted; said: {said}");
        }

        if (Partly().Match(said) is { Success: true } partly
            && int.Parse(partly.Groups["total"].ValueSpan, CultureInfo.InvariantCulture) == 0)
        {
            broken("words", $"nothing was to be written; said: {said}");
        }

        if (job.Result?.Failure is not null && said.Length == 0)
        {
            broken("words", $"{job.Code} does not say what the target holds");
        }
    }

    [GeneratedRegex(@"partly written \((?<done>\d+) of (?<total>\d+) bytes acknowledged\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Partly();
}
