using VescUartBoot.Campaign;

const string Usage = """
    [--jobs N] [--minutes M] [--first SEED] [--threads T]   the campaign: default 20000 jobs, at most 10 minutes, 2 threads
    --seed N [--whole]                                      one seed again, shrunk to its smallest schedule (or as it is)
    --growth [JOBS]                                         so many jobs in one process: no growth of memory, handles or threads
    --mutants [NAME] [--runs N]                             deliberate faults of the product: each must break its law within N seeds
    --carried N [--first SEED] [--threads T]                so many seeds of the law "carried" alone
    --until LAW [--first SEED] [--runs N]                   seeds until one breaks a law
    --draw boards|buses|helpers                             what seeds mean: one board (default), several on a CAN bus, a rescue over SWD
    """;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int Number(string name, int byDefault) => int.TryParse(Value(name), out int number) ? number : byDefault;

if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}

var run = Drawn.Of(Value("--draw") ?? Drawn.Boards);
if (Value("--seed") is not null)
{
    var report = run(Number("--seed", 1));
    Console.WriteLine(report.Describe());
    if (report.Breaches.Count > 0 && !args.Contains("--whole"))
    {
        Console.WriteLine($"\nshrunk:\n{report.Shrink().Describe()}");
    }

    return report.Breaches.Count > 0 ? 1 : 0;
}

if (args.Contains("--growth"))
{
    return Growth.Run(Number("--growth", 5000), Number("--threads", 2));
}

if (args.Contains("--mutants"))
{
    return new MutantTrial(Number("--runs", 5000), Number("--threads", 2)).Run(Value("--mutants") is { } name && name[0] != '-'
        ? name
        : "");
}

if (Value("--carried") is not null)
{
    int broken = 0;
    int first = Number("--first", 1);
    Parallel.For(
        first,
        first + Number("--carried", 1000),
        new ParallelOptions { MaxDegreeOfParallelism = Number("--threads", 2) },
        seed => CarriedLaw.Check(seed, what =>
        {
            Interlocked.Increment(ref broken);
            Console.WriteLine($"seed {seed}: {what}");
        }));
    Console.WriteLine($"{broken} breaches of the law {CarriedLaw.Law}");
    return broken > 0 ? 1 : 0;
}

var campaign = new ManyRuns(run);
if (Value("--until") is { } law)
{
    int? seed = campaign.RunUntil(law, Number("--first", 1), Number("--runs", 5000), Number("--threads", 2));
    Console.WriteLine(seed is null ? "nothing" : $"{MutantTrial.CaughtMark} {law} {seed}");
    return seed is null ? 0 : 1;
}

campaign.Run(Number("--first", 1), Number("--jobs", 20_000), TimeSpan.FromMinutes(Number("--minutes", 10)), Number("--threads", 2));
Console.WriteLine(campaign.Describe());
foreach (var kind in campaign.Failing.GroupBy(f => f.Breaches[0].Law).OrderByDescending(g => g.Count()))
{
    Console.WriteLine($"\n{kind.Key}: {kind.Count()} runs, seeds {string.Join(", ", kind.Select(f => f.Seed).Order().Take(20))}");
    var first = kind.MinBy(f => f.Seed)!;
    Console.WriteLine($"seed {first.Seed}, shrunk:\n{first.Shrink().Describe()}");
    foreach (var other in kind.Where(f => f != first).Take(Number("--show", 0)))
    {
        Console.WriteLine($"\nseed {other.Seed}, shrunk:\n{other.Shrink().Describe()}");
    }
}

return campaign.Failing.IsEmpty ? 0 : 1;
