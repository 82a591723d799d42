using System.Text;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Files;

/// <summary>Output files named on the command line. Only files written by this tool are overwritten.</summary>
internal static class OutputFile
{
    private const int LongestLine = 64 * 1024;

    /// <summary>Paths under <c>/dev</c> have no content to lose.</summary>
    public static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Creates a new file; returns <see langword="null"/> if the name is taken.</summary>
    /// <exception cref="IOException">The file cannot be created; also reported as <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileStream? TryCreate(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Refuses a file not written by <paramref name="option"/>.</summary>
    /// <exception cref="CliException">The file was not written by the option.</exception>
    public static void Require(string path, string option, bool isOwn)
    {
        if (!isOwn)
        {
            throw new CliException(CliError.Usage($"{path} is there already, and {option} has not written it: nothing is written over",
                $"give {option} a new file"));
        }
    }

    /// <summary>Returns the first line of a file, up to the length of our own header; empty if there is none or the path is not a
    /// file.</summary>
    public static string FirstLineOf(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            // Pipes and devices have no length either, and reading them may wait forever.
            return "";
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] start = new byte[LongestLine];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        int end = start.AsSpan(0, read).IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(start, 0, end >= 0 ? end : read);
    }

    /// <summary><c>run.trace</c>, <c>run.1.trace</c>, …</summary>
    public static string Numbered(string path, int number) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}");
}
