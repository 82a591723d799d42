namespace VescUartBoot.Campaign.Helpers;

/// <summary>What came of a schedule with a helper.</summary>
internal sealed class HelperReport(HelperSchedule schedule) : IRunReport
{
    private readonly List<HelperRecord> _jobs = [];
    private readonly List<Breach> _breaches = [];

    public HelperSchedule Schedule => schedule;

    public int Seed => schedule.Seed;

    public IReadOnlyList<HelperRecord> Jobs => _jobs;

    public IReadOnlyList<Breach> Breaches => _breaches;

    public int FaultsStruck { get; set; }

    public IEnumerable<JobEnd> Ends => _jobs.Select(j => new JobEnd(
        j.Step.Kind.ToString(), j.Thrown?.GetType().Name ?? j.Code?.ToString() ?? "Reached", j.Elapsed, j.Killed, FinishedOwn: false));

    public void Add(HelperRecord job) => _jobs.Add(job);

    public void Break(Breach breach) => _breaches.Add(breach);

    public string Describe() => string.Join('\n', [
        schedule.Describe(),
        .. _jobs.Select(j => $"=> job {j.Index}{(j.IsGoal ? " (goal)" : "")} {j.Step.Kind}: {j.Outcome} after "
            + $"{j.Elapsed.TotalSeconds:0.0} s, {j.StateAfter}, changed sectors [{string.Join(',', Truth.Changed(j.Before, j.After))}]"),
        .. _breaches.Select(b => $"BROKEN {b.Law} in job {b.Job}: {b.What}"),
    ]);

    public IRunReport Shrink() => Shrinker.Shrink(this, r => Candidates(r.Schedule), HelperRunner.Run);

    private static IEnumerable<HelperSchedule> Candidates(HelperSchedule schedule)
    {
        for (int i = 0; i < schedule.Faults.Count; i++)
        {
            yield return schedule with { Faults = [.. schedule.Faults.Where((_, at) => at != i)] };
        }

        for (int i = 0; i < schedule.Jobs.Count && schedule.Jobs.Count > 1; i++)
        {
            yield return schedule with
            {
                Jobs = [.. schedule.Jobs.Where((_, at) => at != i)],
                Faults = [.. schedule.Faults.Where(f => f.Job != i).Select(f => f.Job > i ? f with { Job = f.Job - 1 } : f)],
            };
        }

        for (int i = 0; i < schedule.Target.Count; i++)
        {
            if (schedule.Target[i].Contains('=', StringComparison.Ordinal))
            {
                yield return schedule with { Target = [.. schedule.Target.Where((_, at) => at != i)] };
            }
        }
    }
}
