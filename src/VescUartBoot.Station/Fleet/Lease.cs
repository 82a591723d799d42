namespace VescUartBoot.Station.Fleet;

/// <summary>The right to coordinate. One holder at a time, found out without comparing clocks.</summary>
/// <param name="rollouts">The bucket.</param>
/// <param name="holder">Name of this one.</param>
/// <param name="lasts">How long a holder may be silent, by the stopwatch of the others.</param>
/// <param name="time">That stopwatch.</param>
internal sealed class Lease(Bucket rollouts, string holder, TimeSpan lasts, TimeProvider time)
{
    /// <summary>The key.</summary>
    public const string Key = "lease";

    // A name alone would make a restarted station take its previous lease.
    private readonly LeaseHolder _me = new(holder, Guid.NewGuid());
    private ulong _seen;
    private long _since;

    /// <summary>Takes or keeps the lease.</summary>
    /// <returns>The time by the clock of the server; <see langword="null"/>: another holds it.</returns>
    public async Task<DateTimeOffset?> HoldAsync(CancellationToken stop)
    {
        var found = await rollouts.GetAsync<LeaseHolder>(Key, stop).ConfigureAwait(false);
        bool isMine = found is null ? await rollouts.TryCreateAsync(Key, _me, stop).ConfigureAwait(false)
            : (found.Value == _me || IsStale(found.Revision))
                && await rollouts.TryReplaceAsync(Key, _me, found.Revision, stop).ConfigureAwait(false);
        return isMine && await rollouts.GetAsync<LeaseHolder>(Key, stop).ConfigureAwait(false) is { } mine && mine.Value == _me
            ? mine.Written
            : null;
    }

    private bool IsStale(ulong revision)
    {
        if (revision != _seen)
        {
            (_seen, _since) = (revision, time.GetTimestamp());
        }

        return time.GetElapsedTime(_since) > lasts;
    }
}
