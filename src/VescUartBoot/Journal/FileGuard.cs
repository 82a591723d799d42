namespace VescUartBoot.Journal;

/// <summary>Lets one process at a time do something short with files. It ends with the process, however that ends.</summary>
internal static class FileGuard
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>Takes the guard; dispose it soon.</summary>
    /// <param name="path">An empty file that stays. Its folder is made.</param>
    /// <exception cref="IOException">It was not to be had within 5 s, or cannot be made. So does <see cref="UnauthorizedAccessException"/> say.</exception>
    public static IDisposable Take(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path) && TimeProvider.System.GetElapsedTime(start) < _patience)
            {
                Thread.Sleep(_lookAgain);
            }
        }
    }
}
