namespace VescUartBoot.Cli.Output;

/// <summary>How long a job still takes: by its plan from the first second on, longer where a step turns out to be slower.</summary>
internal sealed class TimeLeft(TimeProvider time)
{
    // The first replies of a step come faster or slower than the rest.
    private static readonly TimeSpan _soonest = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan _steady = TimeSpan.FromSeconds(1.5);

    private TimeSpan? _expected;
    private long _planned;

    /// <summary>The job begins as planned.</summary>
    public void Plan(TimeSpan expected) => (_expected, _planned) = (expected, time.GetTimestamp());

    /// <summary>The time left; <see langword="null"/>: not known yet.</summary>
    /// <param name="done">Bytes of the step that are done.</param>
    /// <param name="total">All bytes of the step.</param>
    /// <param name="elapsed">Since the step began.</param>
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
