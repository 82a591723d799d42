using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Locks;

/// <summary>Exclusive access to boards: one lock file for each board and port in use, with the name and process of the holder.</summary>
/// <remarks>
/// A lock of an ended process is taken over. A lock of another machine in a shared folder is valid until its file is removed, because its
/// process cannot be checked from here.
/// </remarks>
/// <param name="folder">The folder; it is created at first use.</param>
public sealed class BoardLocks(string folder)
{
    private const string Extension = ".json";
    private const int MaxLock = 4096;
    private const int MaxName = 100;

    // Start times read from the system have some jitter.
    private static readonly TimeSpan _sameStart = TimeSpan.FromSeconds(5);

    // The jobs of one process wait here for each other, and only one of them for other processes.
    private static readonly Lock _inside = new();

    private string Guard => Path.Combine(folder, "guard");

    /// <summary>Returns the file of a lock.</summary>
    /// <param name="name">Name of a board or a port.</param>
    public string FileOf(string name) => PathOf(name);

    /// <summary>Takes the lock, or returns its holder. Dispose the returned lock.</summary>
    /// <param name="name">Name of a board or a port.</param>
    /// <param name="me">The process that takes the lock.</param>
    /// <param name="holder">The current holder, if no lock is returned.</param>
    /// <exception cref="IOException">The folder cannot be written; also reported as <see cref="UnauthorizedAccessException"/>.</exception>
    internal IDisposable? TryTake(string name, LockHolder me, out LockHolder? holder)
    {
        lock (_inside)
        {
            using var alone = FileLock.Take(Guard);
            string path = PathOf(name);
            holder = Read(path);
            if (holder is not null && Lives(holder))
            {
                return null;
            }

            // Not flushed to the disk: no holder survives a power cut, and a file that is not a lock is ignored.
            holder = null;
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(me, LockJson.Default.LockHolder));
            return new Taken(this, path, me);
        }
    }

    /// <summary>Returns the process that holds a lock; <see langword="null"/>: none that lives.</summary>
    /// <param name="name">Name of a board or a port.</param>
    internal LockHolder? HolderOf(string name)
    {
        try
        {
            return Read(PathOf(name)) is { } holder && Lives(holder) ? holder : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The lock was released at this moment, or belongs to another user: there is nothing to name.
            return null;
        }
    }

    private string PathOf(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return Path.Combine(folder, (safe.Length > MaxName ? safe[^MaxName..] : safe) + Extension);
    }

    // A file that is not a lock is ignored.
    private static LockHolder? Read(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists || info.Length is 0 or > MaxLock)
        {
            return null;
        }

        try
        {
            var holder = JsonSerializer.Deserialize(File.ReadAllBytes(path), LockJson.Default.LockHolder);
            return holder is null || (holder.Command + holder.Port + holder.Machine).Any(char.IsControl) ? null : holder;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Lives(LockHolder holder)
    {
        if (holder.Mark is { } mark && ProcessIdentity.Of(Environment.ProcessId) is { } mine)
        {
            // The name of a machine may change; the id of the running system does not.
            return mark.IsVisibleFrom(mine) ? ProcessIdentity.Of(holder.ProcessId) == mark
                : holder.Machine != Environment.MachineName || mark.Boot == mine.Boot;
        }

        if (holder.Machine != Environment.MachineName)
        {
            return true;
        }

        try
        {
            using var process = Process.GetProcessById(holder.ProcessId);
            return !process.HasExited && (new DateTimeOffset(process.StartTime) - holder.ProcessStarted).Duration() < _sameStart;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The process has ended.
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The process exists, but another user's process cannot be inspected.
            return true;
        }
    }

    private sealed class Taken(BoardLocks locks, string path, LockHolder me) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) != 0)
            {
                return;
            }

            lock (_inside)
            {
                using var alone = FileLock.Take(locks.Guard);
                if (Read(path) == me)
                {
                    File.Delete(path);
                }
            }
        }
    }
}
