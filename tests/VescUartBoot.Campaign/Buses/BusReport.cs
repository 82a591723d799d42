using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Campaign.Buses;

/// <summary>A job on one board of a bus.</summary>
/// <param name="Node">The board; 0 is the one with the cable.</param>
/// <param name="IsPlan">Only its plan, before the owner is asked about all of them.</param>
/// <param name="Job">What was said, and what is so.</param>
internal sealed record BusJob(int Node, bool IsPlan, JobRecord Job);

/// <summary>What came of a schedule on a bus.</summary>
internal sealed class BusReport(BusSchedule schedule) : IRunReport
{
    private readonly List<BusJob> _jobs = [];
    private readonly List<Breach> _breaches = [];
    private readonly List<string> _scans = [];

    public BusSchedule Schedule => schedule;

    public int Seed => schedule.Seed;

    public IReadOnlyList<BusJob> Jobs => _jobs;

    public IReadOnlyList<Breach> Breaches => _breaches;

    public int FaultsStruck { get; set; }

    public IEnumerable<JobEnd> Ends => _jobs.Where(j => !j.IsPlan).Select(j => JobEnd.Of(j.Job));

    public void Add(BusJob job) => _jobs.Add(job);

    /// <summary>What a scan came to.</summary>
    public void Scanned(string what) => _scans.Add(what);

    public void Break(Breach breach) => _breaches.Add(breach);

    public string Describe() => string.Join('\n', [
        schedule.Describe(),
        .. _scans,
        .. _jobs.Select(j => $"=> job {j.Job.Index}{(j.Job.IsGoal ? " (goal)" : "")} board {j.Node} {j.Job.Step.Kind}"
            + $"{(j.IsPlan ? ", plan" : "")}: {RunReport.Outcome(j.Job)} after {j.Job.Elapsed.TotalSeconds:0.0} s, changed sectors "
            + $"[{string.Join(',', Truth.Changed(j.Job.Before, j.Job.After))}]{Warnings(j.Job)}"),
        .. _breaches.Select(b => $"BROKEN {b.Law} in job {b.Job}: {b.What}"),
    ]);

    private static string Warnings(JobRecord job) =>
        string.Concat(job.Events.OfType<JobEvent.Warned>().Select(w => $"\n     {w.Code}: {w.Message}"));

    public IRunReport Shrink() => Shrinker.Shrink(this, r => Candidates(r.Schedule), BusRunner.Run);

    private static IEnumerable<BusSchedule> Candidates(BusSchedule schedule)
    {
        for (int i = 0; i < schedule.Faults.Count; i++)
        {
            yield return schedule with { Faults = [.. schedule.Faults.Where((_, at) => at != i)] };
        }

        if (schedule.Jobs.Count > 1)
        {
            yield return schedule with { Jobs = [schedule.Jobs[0]], Faults = [.. schedule.Faults.Where(f => f.Job == 0)] };
            yield return schedule with
            {
                Jobs = [schedule.Jobs[1]],
                Faults = [.. schedule.Faults.Where(f => f.Job == 1).Select(f => f with { Job = 0 })],
            };
        }

        if (!schedule.Wires.AreSound)
        {
            yield return schedule with { Wires = new BusWires(0, 0, 0) };
        }

        int last = schedule.Nodes.Count - 1;
        if (last > 1 && schedule.Jobs.All(j => j.Node != last) && schedule.Faults.All(f => f.Node != last))
        {
            yield return schedule with { Nodes = [.. schedule.Nodes.SkipLast(1)] };
        }

        for (int job = 0; job < schedule.Jobs.Count; job++)
        {
            if (schedule.Jobs[job].Step.Accident is not null)
            {
                yield return schedule with
                {
                    Jobs = [.. schedule.Jobs.Select((j, at) => at == job ? j with { Step = j.Step with { Accident = null } } : j)],
                };
            }
        }
    }
}
