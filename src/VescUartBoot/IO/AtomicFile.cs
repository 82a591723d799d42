using VescUartBoot.Interop;

namespace VescUartBoot.IO;

/// <summary>Files that are whole or not there, whatever happens in between: a crash, a power cut, a full disk.</summary>
internal static class AtomicFile
{
    private const string PartExtension = ".part";

    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    /// <summary>Replaces the content of <paramref name="path"/> by <paramref name="content"/>. The folder is created if missing.</summary>
    /// <exception cref="IOException">The file cannot be written; its old content is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied; the old content is unchanged.</exception>
    public static void Replace(string path, byte[] content) => Replace(path, file => file.Write(content));

    /// <inheritdoc cref="Replace(string, byte[])"/>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    public static void Replace(string path, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // Each process uses its own name, so that two concurrent writers do not mix their content. Files of terminated writers are deleted
        // first, to free space on a full disk.
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
            // After success the file has been renamed.
            File.Delete(part);
        }

        FlushFolder(folder);
    }

    /// <summary>Deletes temporary files that are older than one hour, left by terminated writers.</summary>
    /// <remarks>Decided by age, not by process: process ids are reused, and mean nothing on another machine.</remarks>
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
            // Another process also deletes it, or owns it. Missing space is noticed by the next write.
        }
    }

    /// <summary>Deletes a file durably.</summary>
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
