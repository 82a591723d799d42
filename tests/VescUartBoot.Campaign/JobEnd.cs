namespace VescUartBoot.Campaign;

/// <summary>How a job ended, for the figures of many runs.</summary>
/// <param name="Job">Its kind.</param>
/// <param name="Outcome">A failure's code, an exception's name, or <c>Reached</c>.</param>
/// <param name="Elapsed">Board time.</param>
/// <param name="AccidentStruck">The program was killed, or could not write its journal.</param>
/// <param name="FinishedOwn">It finished what an earlier run had left in the sector, without <c>--replace</c>.</param>
internal readonly record struct JobEnd(string Job, string Outcome, TimeSpan Elapsed, bool AccidentStruck, bool FinishedOwn)
{
    public static JobEnd Of(JobRecord job) => new(
        job.Step.Kind.ToString(),
        job.Thrown?.GetType().Name ?? job.Code?.ToString() ?? "Reached",
        job.Elapsed,
        job.AccidentStruck,
        job.SectorIsOurs && job.Step is { Replace: false, Kind: JobKind.Install or JobKind.RestoreSector }
            && job.Result is { Failure: null });
}
