using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Campaign;

/// <summary>Makes a failing schedule as small as it gets while the same law is broken.</summary>
internal static class Shrinker
{
    private const int MostRuns = 400;

    public static RunReport Shrink(RunReport failing) => Shrink(failing, f => Candidates(f.Schedule), Runner.Run);

    /// <summary>The same for a schedule of any kind.</summary>
    /// <param name="failing">A run that broke a law.</param>
    /// <param name="candidates">Schedules that are a little smaller than that of a run.</param>
    /// <param name="run">Runs a schedule.</param>
    public static TReport Shrink<TReport, TSchedule>(TReport failing, Func<TReport, IEnumerable<TSchedule>> candidates,
        Func<TSchedule, TReport> run)
        where TReport : IRunReport
    {
        string law = failing.Breaches[0].Law;
        int runs = 0;
        for (bool smaller = true; smaller;)
        {
            smaller = false;
            foreach (var candidate in candidates(failing))
            {
                if (++runs > MostRuns)
                {
                    return failing;
                }

                var report = run(candidate);
                if (report.Breaches.Any(b => b.Law == law))
                {
                    (failing, smaller) = (report, true);
                    break;
                }
            }
        }

        return failing;
    }

    private static IEnumerable<Schedule> Candidates(Schedule schedule)
    {
        for (int i = 0; i < schedule.Faults.Count; i++)
        {
            yield return schedule with { Faults = [.. schedule.Faults.Where((_, at) => at != i)] };
        }

        for (int job = 0; job < schedule.Jobs.Count && schedule.Jobs.Count > 1; job++)
        {
            yield return schedule with
            {
                Jobs = [.. schedule.Jobs.Where((_, at) => at != job)],
                Faults = [.. schedule.Faults.Where(f => f.Job != job).Select(f => f.Job > job ? f with { Job = f.Job - 1 } : f)],
            };
        }

        foreach (var board in Plainer(schedule.Board))
        {
            yield return schedule with { Board = board };
        }

        for (int job = 0; job < schedule.Jobs.Count; job++)
        {
            foreach (var step in Plainer(schedule.Jobs[job]))
            {
                yield return schedule with { Jobs = [.. schedule.Jobs.Select((old, at) => at == job ? step : old)] };
            }
        }
    }

    private static IEnumerable<BoardSetup> Plainer(BoardSetup board) => new[]
    {
        board with { Variant = VariantSetup.Simulated }, board with { LongestFrame = 0 }, board with { Chatters = false },
        board with { SwitchesOff = false }, board with { UsbPowered = false }, board with { Slow = false },
        board with { StaleCache = false }, board with { CompiledInQml = false }, board with { ClosedReadPath = false },
        board with { Dual = false },
        board with { Package = false }, board with { Staged = false }, board with { Qml = false }, board with { Lisp = false },
        board with { Link = LinkSetup.InProcess }, board with { Sector = SectorSetup.Blank }, board with { Family = SimulatedFamily.Vesc },
        board.Qml || board.Lisp || board.Package ? board : board with { Firmware = "6.05" }, board with { Seed = 1 },
    }.Where(b => b != board);

    private static IEnumerable<JobStep> Plainer(JobStep step) => new[]
    {
        step with { Accident = null }, step with { Swapped = false }, step with { ClockStep = TimeSpan.Zero },
        step with { StopAtEvent = 0 },
        step with { DryRun = false }, step with { Unusual = false }, step with { Reinstall = false },
        step with { AllowDowngrade = false }, step with { AssumeBootloader = false }, step with { AssumeAbsent = false },
        step with { Replace = false },
        step.Kind == JobKind.CheckJump ? step : step with { Method = CheckMethod.Auto }, step with { Yes = true },
        step with { ReturnTimeout = TimeSpan.FromSeconds(15) }, step with { Target = "7.00" }, step with { Region = 0 },
    }.Where(s => s != step);
}
