using System.Collections.Concurrent;

using VescUartBoot.Hosting.History;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Work;

/// <summary>Writes down what jobs report, those that come at once together: one flush of the disk serves them all.</summary>
/// <param name="records">The records.</param>
/// <param name="options">Where the history of the tool is.</param>
internal sealed class RecordDesk(SqliteRecords records, BenchOptions options) : IDisposable
{
    private readonly ConcurrentQueue<Entry> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Writes down that a job began, or how it ended; it is on the disk when the task completes.</summary>
    public async Task WriteAsync(StationRecord record, bool isEnd)
    {
        var mine = new Entry(record, isEnd, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _waiting.Enqueue(mine);
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            WriteWaiting();
        }
        finally
        {
            _turn.Release();
        }

        // Another job may have written this one too.
        await mine.Written.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void WriteWaiting()
    {
        var together = new List<Entry>();
        while (_waiting.TryDequeue(out var entry))
        {
            together.Add(entry);
        }

        try
        {
            Write(together);
            together.ForEach(e => e.Written.SetResult());
        }
        catch (Exception) when (together.Count > 1)
        {
            // One record that cannot be written is no reason to lose the others.
            together.ForEach(WriteAlone);
        }
        catch (Exception e)
        {
            together.ForEach(entry => entry.Written.SetException(e));
        }
    }

    private void WriteAlone(Entry entry)
    {
        try
        {
            Write([entry]);
            entry.Written.SetResult();
        }
        catch (Exception e)
        {
            entry.Written.SetException(e);
        }
    }

    private void Write(IReadOnlyCollection<Entry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        StationRecord[] ended = [.. entries.Where(e => e.IsEnd).Select(e => e.Record)];
        records.Write([.. entries.Where(e => !e.IsEnd).Select(e => e.Record)], ended);
        if (options.KeepsHistory && ended.Length > 0)
        {
            new JobHistory(options.State.History, Path.Combine(options.State.Locks, "history"), TimeProvider.System)
                .Add([.. ended.Select(r => r.Job)]);
        }
    }

    private sealed record Entry(StationRecord Record, bool IsEnd, TaskCompletionSource Written);
}
