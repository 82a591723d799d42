using VescUartBoot.IO;

namespace VescUartBoot.Images;

/// <summary>Opens what somebody named as a file: a regular file, or a sentence that says why not.</summary>
internal static class RegularFile
{
    // A file opens at once. A named pipe waits until somebody writes into it.
    private static readonly TimeSpan _atMost = TimeSpan.FromMilliseconds(500);

    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be; <see langword="null"/>: any image.</param>
    /// <exception cref="ImageRejectedException">It cannot be read.</exception>
    public static FileStream Open(string path, ExpectedFile? expected = null)
    {
        try
        {
            var opening = Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 1));
            if (Task.WaitAny([opening], _atMost) < 0)
            {
                throw new IOException("it does not open, as a pipe that nobody writes into");
            }

            var file = opening.GetAwaiter().GetResult();
            if (file.CanSeek && (file.Length > 0 || IsAtItsEnd(file)))
            {
                return file;
            }

            file.Dispose();
            throw new IOException("it is a pipe or a device, not a file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e, expected);
        }
    }

    public static ImageRejectedException Unreadable(string path, Exception cause, ExpectedFile? expected = null) =>
        new("imageUnreadable", $"{(path.Length > 0 ? path : "''")} cannot be read: {Reason(path, cause)}", cause)
        {
            Expected = expected,
            Path = path
        };

    // Devices such as /dev/zero call themselves 0 bytes long and never end.
    private static bool IsAtItsEnd(FileStream file)
    {
        var reading = Task.Run(file.ReadByte);
        return Task.WaitAny([reading], _atMost) == 0 && reading.GetAwaiter().GetResult() < 0;
    }

    private static string Reason(string path, Exception cause) =>
        path.Length == 0 ? "that is no file name"
        : cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
        : Directory.Exists(path) ? "it is a folder"
        : IOErrorText.Of(cause);
}
