namespace VescUartBoot.IO;

/// <summary>Lets one process at a time do something short with files. It ends with the process, however that ends.</summary>
internal static class FileLock
{
    // A bench ends up to 32 jobs at once, and each flushes its line to the disk.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Acquires the lock; dispose it soon.</summary>
    /// <remarks>
    /// No operating system reports when another process releases a file, and a named mutex belongs to a thread and not to a job. So the
    /// lock is polled, usually a few times: its holder writes one small file.
    /// </remarks>
    /// <param name="path">An empty file that stays. The folder is created if missing.</param>
    /// <param name="time">The clock of the wait. Default: the system clock.</param>
    /// <exception cref="IOException">The lock was not free within 30 s, or the file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static IDisposable Take(string path, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(start) < _patience)
            {
                Wait(time);
            }
        }
    }

    private static void Wait(TimeProvider time)
    {
        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(static o => ((ManualResetEventSlim)o!).Set(), over, _lookAgain, Timeout.InfiniteTimeSpan);
        over.Wait();
    }
}
