using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace VescUartBoot.Station.Fleet;

/// <summary>A key-value bucket of the server with values in JSON.</summary>
/// <param name="store">The bucket.</param>
/// <param name="stream">The stream in which the server keeps it.</param>
internal sealed class Bucket(INatsKVStore store, INatsJSContext stream)
{
    // The server lists the subjects of a stream in pages of this size.
    private const int PageSize = 100_000;

    /// <summary>Name of the stream in which the server keeps it.</summary>
    public string Stream => $"KV_{store.Bucket}";

    /// <summary>A value; <see langword="null"/>: there is none, or it is of another kind.</summary>
    public async Task<Versioned<T>?> GetAsync<T>(string key, CancellationToken stop)
        where T : class
    {
        var found = await store.TryGetEntryAsync<byte[]>(key, cancellationToken: stop).ConfigureAwait(false);
        return found.Success ? Of<T>(found.Value)
            : found.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException ? null
            : throw found.Error;
    }

    /// <summary>All values whose keys match, as they are now.</summary>
    /// <param name="filter">Keys; <c>*</c> stands for one part of a key, <c>&gt;</c> for the rest.</param>
    /// <param name="stop">Stops.</param>
    public async Task<IReadOnlyList<Versioned<T>>> ListAsync<T>(string filter, CancellationToken stop)
        where T : class
    {
        // A value that changes meanwhile comes once more: the last one counts.
        var found = new Dictionary<string, Versioned<T>?>(StringComparer.Ordinal);
        await WatchAsync<T>(filter, (key, value) => found[key] = value, () => true, stop).ConfigureAwait(false);
        return [.. found.Values.OfType<Versioned<T>>()];
    }

    /// <summary>Takes all values whose keys match, and each change of them.</summary>
    /// <param name="filter">Keys; <c>*</c> stands for one part of a key, <c>&gt;</c> for the rest.</param>
    /// <param name="take">Takes the value of a key; <see langword="null"/>: it was removed, or it is of another kind.</param>
    /// <param name="isEnough">Asked once, when all values that were there at the beginning are taken: whether to end.</param>
    /// <param name="stop">Stops.</param>
    public async Task WatchAsync<T>(string filter, Action<string, Versioned<T>?> take, Func<bool> isEnough, CancellationToken stop)
        where T : class
    {
        // The server also counts what is still to come, but wrongly where values are replaced meanwhile (nats-server issue 4824): a
        // list that relies on the count ends too early or never.
        var missing = await KeysAsync(filter, stop).ConfigureAwait(false);
        if (missing.Count == 0 && isEnough())
        {
            return;
        }

        await foreach (var entry in store.WatchAsync<byte[]>(filter, cancellationToken: stop).ConfigureAwait(false))
        {
            take(entry.Key, entry.Operation == NatsKVOperation.Put ? Of<T>(entry) : null);
            if (missing.Remove(entry.Key) && missing.Count == 0 && isEnough())
            {
                break;
            }
        }
    }

    /// <summary>Writes a value.</summary>
    public async Task PutAsync<T>(string key, T value, CancellationToken stop) =>
        await store.PutAsync(key, FleetJson.Write(value), cancellationToken: stop).ConfigureAwait(false);

    /// <summary>Writes a value where none is. False: one is there.</summary>
    public async Task<bool> TryCreateAsync<T>(string key, T value, CancellationToken stop)
    {
        var written = await store.TryCreateAsync(key, FleetJson.Write(value), cancellationToken: stop).ConfigureAwait(false);
        return written.Success
            || (written.Error is NatsKVCreateException or NatsKVWrongLastRevisionException ? false : throw written.Error);
    }

    /// <summary>Replaces the value that was read. False: another has replaced it.</summary>
    public async Task<bool> TryReplaceAsync<T>(string key, T value, ulong revision, CancellationToken stop)
    {
        var written = await store.TryUpdateAsync(key, FleetJson.Write(value), revision, cancellationToken: stop).ConfigureAwait(false);
        return written.Success || (written.Error is NatsKVWrongLastRevisionException ? false : throw written.Error);
    }

    /// <summary>Replaces the value that was read, or writes one where none was found. False: another has written.</summary>
    public Task<bool> TryWriteAsync<T>(string key, T value, ulong? revision, CancellationToken stop) => revision is { } read
        ? TryReplaceAsync(key, value, read, stop) : TryCreateAsync(key, value, stop);

    /// <summary>Removes a value.</summary>
    public async Task RemoveAsync(string key, CancellationToken stop) =>
        await store.DeleteAsync(key, cancellationToken: stop).ConfigureAwait(false);

    private async Task<HashSet<string>> KeysAsync(string filter, CancellationToken stop)
    {
        string prefix = $"$KV.{store.Bucket}.";
        var keys = new HashSet<string>(StringComparer.Ordinal);
        int page;
        do
        {
            var request = new StreamInfoRequest { SubjectsFilter = prefix + filter, Offset = keys.Count };
            var found = await stream.GetStreamAsync(Stream, request, stop).ConfigureAwait(false);
            page = found.Info.State.Subjects?.Count ?? 0;
            keys.UnionWith(found.Info.State.Subjects?.Keys.Select(s => s[prefix.Length..]) ?? []);
        }
        while (page == PageSize);
        return keys;
    }

    private static Versioned<T>? Of<T>(NatsKVEntry<byte[]> entry)
        where T : class =>
        FleetJson.Read<T>(entry.Value) is { } value ? new Versioned<T>(entry.Key, value, entry.Revision, entry.Created) : null;
}
