using VescUartBoot.Interop;

namespace VescUartBoot.IO;

/// <summary>Files that are whole or not there, whatever happens in between: a crash, a power cut, a full disk.</summary>
internal static class AtomicFile
{
    private const string PartExtension = ".part";

    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    /// <summary>Puts <paramref name="content"/> in the place of what <paramref name="path"/> holds. Its folder is made.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is still there. So does
    /// <see cref="UnauthorizedAccessException"/> say.</exception>
    public static void Replace(string path, byte[] content) => Replace(path, file => file.Write(content));

    /// <inheritdoc cref="Replace(string, byte[])"/>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    public static void Replace(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // A name of its own for each process: two that write at once must not mix their halves. What a killed one has left goes first, so
        // that it does not keep a full disk full.
        DeleteLeft(folder, $"{Path.GetFileName(path)}.*{PartExtension}");
        string part = $"{path}.{Environment.ProcessId}{PartExtension}";
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            // Where all went well it has its name by now.
            File.Delete(part);
        }

        FlushFolder(folder);
    }

    /// <summary>Deletes what writers have left that were killed more than an hour ago.</summary>
    /// <remarks>By its age and not by its process: the number of a process comes again, and on another machine means nothing.</remarks>
    public static void DeleteLeft(string folder, string pattern)
    {
        try
        {
            foreach (string part in Directory.EnumerateFiles(folder, pattern)
                .Where(p => DateTime.UtcNow - File.GetLastWriteTimeUtc(p) > _abandoned))
            {
                File.Delete(part);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another deletes it too, or it is another's. Whether there is room shows at once.
        }
    }

    /// <summary>Takes a file away, for good.</summary>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            FlushFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Makes the names in a folder as durable as the files: on Unix they are apart.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Libc.Open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{path} cannot be opened");
        }

        try
        {
            if (Libc.Fsync(descriptor) != 0)
            {
                throw new IOException($"{path} cannot be written to its disk");
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }
}
