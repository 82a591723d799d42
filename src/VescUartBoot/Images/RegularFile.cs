using VescUartBoot.Interop;
using VescUartBoot.IO;

namespace VescUartBoot.Images;

/// <summary>Opens a path of the user that must be a regular file; otherwise reports the reason in a sentence.</summary>
internal static class RegularFile
{
    private const string NoFile = "it is a pipe or a device, not a file";

    // A file opens at once; a named pipe blocks until it has a writer. Long, because the machine may be busy; on Linux no time-out is
    // needed.
    private static readonly TimeSpan _atMost = TimeSpan.FromSeconds(10);

    /// <param name="path">The file.</param>
    /// <param name="expected">Kind of file that is expected; <see langword="null"/> for any image.</param>
    /// <exception cref="ImageRejectedException">The file cannot be read.</exception>
    public static FileStream Open(string path, ExpectedFile? expected = null)
    {
        try
        {
            if (OperatingSystem.IsLinux() && DeviceNode.Of(path) is { IsFile: false, IsFolder: false })
            {
                throw new IOException(NoFile);
            }

            const FileShare others = FileShare.ReadWrite | FileShare.Delete;
            var file = InTime(() => new FileStream(path, FileMode.Open, FileAccess.Read, others, bufferSize: 1))
                ?? throw new IOException("it does not open, as a pipe without a writer");
            if (file.CanSeek && (file.Length > 0 || IsAtItsEnd(file)))
            {
                return file;
            }

            file.Dispose();
            throw new IOException(NoFile);
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

    // Devices such as /dev/zero report a length of 0 and never end.
    private static bool IsAtItsEnd(FileStream file) => InTime(() => file.ReadByte() < 0 ? file : null) is not null;

    // Null after the time-out.
    private static FileStream? InTime(Func<FileStream?> call)
    {
        if (OperatingSystem.IsLinux())
        {
            return call();
        }

        var calling = Task.Run(call);
        return Task.WaitAny([calling], _atMost) == 0 ? calling.GetAwaiter().GetResult() : null;
    }

    private static string Reason(string path, Exception cause) =>
        path.Length == 0 ? "that is not a file name"
        : cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
        : Directory.Exists(path) ? "it is a folder"
        : IOErrorText.Of(cause);
}
