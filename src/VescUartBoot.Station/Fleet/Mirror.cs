using System.Collections.Concurrent;

namespace VescUartBoot.Station.Fleet;

/// <summary>A copy of a part of a bucket that one watch keeps current: what is read again and again is asked of the server once.</summary>
internal sealed class Mirror<T> : IAsyncDisposable
    where T : class
{
    private readonly ConcurrentDictionary<string, Versioned<T>> _values = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Begins to watch.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="filter">Keys; <c>*</c> stands for one part of a key, <c>&gt;</c> for the rest.</param>
    public Mirror(Bucket bucket, string filter) =>
        _watching = bucket.WatchAsync<T>(filter, Take, IsEnough, _stop.Token);

    /// <summary>How many changes have arrived.</summary>
    public long Changes { get; private set; }

    /// <summary>All values that were there when the watch began, with each change that has arrived since.</summary>
    /// <exception cref="IOException">The watch has ended.</exception>
    public async Task<ICollection<Versioned<T>>> ValuesAsync(CancellationToken stop)
    {
        await Task.WhenAny(_complete.Task, _watching).WaitAsync(stop).ConfigureAwait(false);
        if (_watching.IsCompleted)
        {
            await _watching.ConfigureAwait(false);
            throw new IOException("the server has ended a watch");
        }

        return _values.Values;
    }

    /// <summary>A value; <see langword="null"/>: there is none.</summary>
    public Versioned<T>? Find(string key) => _values.GetValueOrDefault(key);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private bool IsEnough()
    {
        _complete.TrySetResult();
        return false;
    }

    private void Take(string key, Versioned<T>? value)
    {
        Changes++;
        if (value is null)
        {
            _values.TryRemove(key, out _);
        }
        else
        {
            _values[key] = value;
        }
    }
}
