namespace VescUartBoot.Images;

/// <summary>Opens what somebody named as an image: a regular file, or a sentence that says why not.</summary>
internal static class FileOpening
{
    // A file opens at once. A named pipe waits until somebody writes into it.
    private static readonly TimeSpan _atMost = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ImageRejectedException">It cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            var opening = Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));
            if (Task.WaitAny([opening], _atMost) < 0)
            {
                throw new IOException("it does not open, as a pipe that nobody writes into");
            }

            var file = opening.GetAwaiter().GetResult();
            if (file.CanSeek)
            {
                return file;
            }

            file.Dispose();
            throw new IOException("it is a pipe or a device, not a file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    public static ImageRejectedException Unreadable(string path, Exception cause)
    {
        string reason = cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
            : Directory.Exists(path) ? "it is a folder"
            : cause is UnauthorizedAccessException ? "no permission to read it"
            : cause.Message;
        return new ImageRejectedException("imageUnreadable", $"{path} cannot be read: {reason}", "give a .bin, .hex or .elf file of the image", cause);
    }
}
