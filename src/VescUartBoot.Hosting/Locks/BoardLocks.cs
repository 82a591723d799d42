using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Locks;

/// <summary>One hand on a board: a file with a name and a process for each board and port that is worked on.</summary>
/// <remarks>
/// A file whose process is gone is taken over. One of another machine, on a folder that several share, counts until it is taken away:
/// whether that process lives cannot be seen from here.
/// </remarks>
/// <param name="folder">It is made when it is first used.</param>
public sealed class BoardLocks(string folder)
{
    private const string Extension = ".json";
    private const int MaxLock = 4096;
    private const int MaxName = 100;

    // A start time is read from the system with some jitter.
    private static readonly TimeSpan _sameStart = TimeSpan.FromSeconds(5);

    private string Guard => Path.Combine(folder, "guard");

    /// <summary>The file that a lock is kept in.</summary>
    /// <param name="name">Of a board or a port.</param>
    public string FileOf(string name) => PathOf(name);

    /// <summary>Takes the lock, or says who has it. Dispose what is returned.</summary>
    /// <param name="name">Of a board or a port.</param>
    /// <param name="me">Who takes it.</param>
    /// <param name="holder">Who has it, if it is not returned.</param>
    /// <exception cref="IOException">Nothing can be written there. So does <see cref="UnauthorizedAccessException"/> say.</exception>
    internal IDisposable? TryTake(string name, LockHolder me, out LockHolder? holder)
    {
        using var alone = FileLock.Take(Guard);
        string path = PathOf(name);
        holder = Read(path);
        if (holder is not null && Lives(holder))
        {
            return null;
        }

        holder = null;
        AtomicFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(me, LockJson.Default.LockHolder));
        return new Taken(this, path, me);
    }

    private string PathOf(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return Path.Combine(folder, (safe.Length > MaxName ? safe[^MaxName..] : safe) + Extension);
    }

    // What is no lock holds nothing.
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
            // The name of a machine may change; which system it is that runs does not.
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
            // It ended, before or while it was looked at.
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, and belongs to somebody who shows nothing of it.
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

            using var alone = FileLock.Take(locks.Guard);
            if (Read(path) == me)
            {
                File.Delete(path);
            }
        }
    }
}
