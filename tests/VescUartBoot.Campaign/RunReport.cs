namespace VescUartBoot.Campaign;

/// <summary>A law that did not hold.</summary>
/// <param name="Law">Which: see docs/reliability.md.</param>
/// <param name="Job">At which job of the run.</param>
/// <param name="What">What was said, and what is so.</param>
internal sealed record Breach(string Law, int Job, string What);

/// <summary>What came of one schedule.</summary>
internal sealed class RunReport(Schedule schedule) : IRunReport
{
    private readonly List<JobRecord> _jobs = [];
    private readonly List<Breach> _breaches = [];

    public Schedule Schedule => schedule;

    public int Seed => schedule.Seed;

    public IEnumerable<JobEnd> Ends => _jobs.Select(JobEnd.Of);

    public IReadOnlyList<JobRecord> Jobs => _jobs;

    public IReadOnlyList<Breach> Breaches => _breaches;

    public int FaultsStruck { get; set; }

    public void Add(JobRecord job) => _jobs.Add(job);

    public void Break(Breach breach) => _breaches.Add(breach);

    public IRunReport Shrink() => Shrinker.Shrink(this);

    public string Describe() => string.Join('\n', [
        schedule.Describe(),
        .. _jobs.Select(
            j =>
                $"=> job {j.Index}{(j.IsGoal ? " (goal)" : "")} {j.Step.Kind}: {Outcome(j)} after {j.Elapsed.TotalSeconds:0.0} s, changed "
                    + $"sectors [{string.Join(',', Truth.Changed(j.Before, j.After))}]"),
        .. _breaches.Select(b => $"BROKEN {b.Law} in job {b.Job}: {b.What}"),
    ]);

    /// <summary>How a job ended, in a line.</summary>
    public static string Outcome(JobRecord job) =>
        job.Thrown is { } thrown ? $"{thrown.GetType().Name}: {thrown.Message}"
        : job.Result!.Failure is { } failure ? $"{failure.Code}: {failure.Message} | {failure.BoardState}"
        : $"reached{(job.Result.Upgrade is { } upgrade ? $" ({upgrade.Verdict})" : "")}";
}
