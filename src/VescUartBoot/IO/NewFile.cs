namespace VescUartBoot.IO;

/// <summary>Writes a file that is whole or not there, and never over another.</summary>
internal static class NewFile
{
    /// <summary>Writes it, and its name, to the disk before it returns. Its folder is made.</summary>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">Something of that name is there, or it cannot be written; nothing of it stays. So does
    /// <see cref="UnauthorizedAccessException"/> say.</exception>
    public static string Write(string path, ReadOnlyMemory<byte> content)
    {
        string target = Path.GetFullPath(path);
        if (File.Exists(target))
        {
            throw new IOException($"{target} is already there and is not overwritten");
        }

        string folder = Directory.CreateDirectory(Path.GetDirectoryName(target)!).FullName;
        AtomicFile.DeleteLeft(folder, $"{Path.GetFileName(target)}-*.part");

        // New, so that nothing that lies there already, such as a link, is written through.
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
