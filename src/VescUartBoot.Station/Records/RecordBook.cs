namespace VescUartBoot.Station.Records;

/// <summary>Reads the jobs of all stations: those in the shared records, and those of this station that wait for delivery.</summary>
/// <param name="local">The records of this station.</param>
/// <param name="shared">The shared records; <see langword="null"/>: there are none.</param>
internal sealed class RecordBook(SqliteRecords local, SharedRecords? shared)
{
    /// <summary>What waits for delivery, and why; <see langword="null"/>: there are no shared records.</summary>
    public OutboxState? Outbox => shared is null ? null : new OutboxState(local.CountUnsent(), shared.Problem);

    /// <summary>Jobs that ended, newest first. Without an answer of the shared records, those of this station.</summary>
    /// <param name="query">Which.</param>
    /// <param name="stop">Cancels.</param>
    public async Task<IReadOnlyList<StationRecord>> FindAsync(RecordQuery query, CancellationToken stop)
    {
        if (shared is null)
        {
            return local.Find(query);
        }

        // First those that wait: one that is delivered in between is found twice, and not missed.
        var waiting = local.Find(query with { OnlyUnsent = true }).Select(r => r with { Waits = true }).ToList();
        var delivered = await OfSharedAsync(s => s.FindAsync(query, stop)).ConfigureAwait(false) ?? local.Find(query);
        return [.. waiting.Concat(delivered).DistinctBy(r => r.Id).OrderByDescending(r => r.Job.Ended).Take(query.MostRecords)];
    }

    /// <summary>The frames of a job that failed; <see langword="null"/>: there are none, or the shared records are away.</summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="stop">Cancels.</param>
    public async Task<string?> TraceOfAsync(Guid id, CancellationToken stop) => local.TraceOf(id)
        ?? (shared is null ? null : await OfSharedAsync(s => s.TraceOfAsync(id, stop)).ConfigureAwait(false));

    private async Task<T?> OfSharedAsync<T>(Func<SharedRecords, Task<T>> read)
        where T : class?
    {
        // The delivery asks again and again; a reader does not wait for what is known to be away.
        if (shared!.Problem is not null)
        {
            return null;
        }

        try
        {
            return await read(shared).ConfigureAwait(false);
        }
        catch (RecordsException)
        {
            // It is in Problem, which each reader shows.
            return null;
        }
    }
}
