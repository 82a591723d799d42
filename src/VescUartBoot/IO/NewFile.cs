namespace VescUartBoot.IO;

/// <summary>Writes a file that is whole or not there, and never over another.</summary>
internal static class NewFile
{
    /// <summary>Writes the file and flushes content and name to the disk. The folder is created if missing.</summary>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The file exists, or cannot be written; nothing of it stays.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied; nothing of the file stays.</exception>
    public static string Write(string path, ReadOnlyMemory<byte> content)
    {
        string target = Path.GetFullPath(path);
        if (File.Exists(target))
        {
            throw new IOException($"{target} is already there and is not overwritten");
        }

        string folder = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName;
        AtomicFile.DeleteLeft(folder, $"{Path.GetFileName(target)}-*.part");

        // A new name, so that an existing file, such as a link, is not written through.
        string part = $"{target}-{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, target);
        }
        finally
        {
            File.Delete(part);
        }

        AtomicFile.FlushFolder(folder);
        return target;
    }
}
