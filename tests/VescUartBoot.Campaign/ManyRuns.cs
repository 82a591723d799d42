using System.Collections.Concurrent;
using System.Diagnostics;

namespace VescUartBoot.Campaign;

/// <summary>Many schedules, one after the other on each of a few threads; what came of them in numbers.</summary>
/// <param name="run">Runs a seed.</param>
internal sealed class ManyRuns(Func<int, IRunReport> run)
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _longest = new(StringComparer.Ordinal);
    private int _jobs;
    private int _runs;
    private int _faults;
    private long _boardSeconds;
    private int _accidents;
    private int _finished;

    /// <summary>Runs of one board on its own port.</summary>
    public ManyRuns()
        : this(Drawn.Of(Drawn.Boards))
    {
    }

    public int Jobs => _jobs;

    public int Runs => _runs;

    /// <summary>How often the program was killed, or could not write its journal.</summary>
    public int Accidents => _accidents;

    /// <summary>How often an install found what another had left in the sector, and finished it without <c>--replace</c>.</summary>
    public int Finished => _finished;

    /// <summary>How many faults really struck.</summary>
    public int FaultsStruck => _faults;

    public ConcurrentQueue<IRunReport> Failing { get; } = new();

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Processor time of this process, all threads together.</summary>
    public TimeSpan Processor { get; private set; }

    /// <summary>Runs so many seeds from <paramref name="firstSeed"/> on.</summary>
    public void Run(int firstSeed, int runs, int threads) => Run(firstSeed, threads, next => next < firstSeed + runs);

    /// <summary>Runs seeds from <paramref name="firstSeed"/> on until so many jobs are done or the time is over.</summary>
    public void Run(int firstSeed, int jobs, TimeSpan atMost, int threads)
    {
        long start = Stopwatch.GetTimestamp();
        Run(firstSeed, threads, _ => Volatile.Read(ref _jobs) < jobs && Stopwatch.GetElapsedTime(start) < atMost);
    }

    /// <summary>Runs at most so many seeds from <paramref name="firstSeed"/> on, until one breaks a law.</summary>
    /// <returns>The first such seed; <see langword="null"/>: none broke it.</returns>
    public int? RunUntil(string law, int firstSeed, int runs, int threads)
    {
        bool Breaks(IRunReport report) => report.Breaches.Any(b => b.Law == law);
        Run(firstSeed, threads, next => next < firstSeed + runs && !Failing.Any(Breaks));
        return Failing.Where(Breaks).Min(f => (int?)f.Seed);
    }

    private void Run(int firstSeed, int threads, Predicate<int> goOn)
    {
        long start = Stopwatch.GetTimestamp();
        int next = firstSeed - 1;
        void Work()
        {
            while (Interlocked.Increment(ref next) is var seed && goOn(seed))
            {
                Take(run(seed));
            }
        }

        Thread[] workers = [.. Enumerable.Range(0, threads - 1).Select(_ => new Thread(Work))];
        Array.ForEach(workers, worker => worker.Start());
        Work();
        Array.ForEach(workers, worker => worker.Join());
        Elapsed = Stopwatch.GetElapsedTime(start);
        using var process = Process.GetCurrentProcess();
        Processor = process.TotalProcessorTime;
    }

    /// <summary>The figures in lines.</summary>
    public string Describe() => string.Join('\n', [
        $"{_jobs} jobs in {_runs} runs, {_faults} faults struck, {_accidents} times killed or without a journal, {_finished} sectors of "
            + $"our own finished, {_boardSeconds / 3600.0:0} hours of board time",
        $"{Elapsed.TotalMinutes:0.0} minutes, {_jobs / Elapsed.TotalMinutes:0} jobs a minute, {Processor.TotalMinutes:0.0} minutes of "
            + $"processor time ({Processor.TotalMilliseconds / Math.Max(1, _jobs):0} ms a job), {Failing.Count} runs broke a law",
        "outcomes: " + string.Join(", ", _outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {o.Value}")),
        "longest in board time: " + string.Join(", ", _longest.OrderBy(l => l.Key).Select(l => $"{l.Key} {l.Value.TotalSeconds:0} s")),
    ]);

    private void Take(IRunReport report)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _faults, report.FaultsStruck);
        foreach (var job in report.Ends)
        {
            Interlocked.Increment(ref _jobs);
            Interlocked.Add(ref _accidents, job.AccidentStruck ? 1 : 0);
            Interlocked.Add(ref _finished, job.FinishedOwn ? 1 : 0);
            Interlocked.Add(ref _boardSeconds, (long)job.Elapsed.TotalSeconds);
            _outcomes.AddOrUpdate(job.Outcome, 1, static (_, count) => count + 1);
            _longest.AddOrUpdate(job.Job, job.Elapsed, (_, longest) => job.Elapsed > longest ? job.Elapsed : longest);
        }

        if (report.Breaches.Count > 0)
        {
            Failing.Enqueue(report);
        }
    }
}
