using VescUartBoot.Links.Native;

namespace VescUartBoot.Journal;

/// <summary>Files that are whole or not there, whatever happens in between: a crash, a power cut, a full disk.</summary>
internal static class DurableFile
{
    private const string PartExtension = ".part";

    /// <summary>Puts <paramref name="content"/> in the place of what <paramref name="path"/> holds. Its folder is made.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is still there. So does <see cref="UnauthorizedAccessException"/> say.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // A name of its own for each process: two that write at once must not mix their halves.
        string part = $"{path}.{Environment.ProcessId}{PartExtension}";
        try
        {
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        FlushFolder(folder);
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
