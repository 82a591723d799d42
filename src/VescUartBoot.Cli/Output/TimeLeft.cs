namespace VescUartBoot.Cli.Output;

/// <summary>Estimates the remaining time of a job: first by its plan, later also by the measured rate of slower steps.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    // The first replies of a step are faster or slower than the others.
    private static readonly TimeSpan _soonest = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan _steady = TimeSpan.FromSeconds(1.5);

    private TimeSpan? _expected;
    private long _planned;

    /// <summary>Starts the job with its plan.</summary>
    public void Plan(TimeSpan expected) => (_expected, _planned) = (expected, time.GetTimestamp());

    /// <summary>Whether the time is that of the job; otherwise of the step.</summary>
    public bool IsOfJob => _expected is not null;

    /// <summary>Returns the remaining time; <see langword="null"/> if unknown.</summary>
    /// <param name="done">Completed bytes of the step.</param>
    /// <param name="total">Total bytes of the step.</param>
    /// <param name="elapsed">Time since the start of the step.</param>
    public TimeSpan? Of(long done, long total, TimeSpan elapsed)
    {
        var byRate = done > 0 && elapsed >= (_expected is null ? _soonest : _steady)
            ? elapsed * ((double)(total - done) / done)
            : (TimeSpan?)null;
        return _expected is not { } expected ? byRate
            : expected - time.GetElapsedTime(_planned) is var byPlan && byRate is { } rate && rate > byPlan ? rate
            : byPlan > TimeSpan.Zero ? byPlan
            : null;
    }
}
