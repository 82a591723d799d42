using System.Text;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Files;

/// <summary>Files that are named on the command line to be written: only what this tool has written itself is touched.</summary>
internal static class OutputFile
{
    private const int LongestLine = 64 * 1024;

    /// <summary>What stands under <c>/dev</c> holds nothing that could be lost.</summary>
    public static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Makes a new file; <see langword="null"/>: something of that name is there.</summary>
    /// <exception cref="IOException">It cannot be made. So does <see cref="UnauthorizedAccessException"/> say.</exception>
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

    /// <summary>Refuses a file that <paramref name="option"/> has not written.</summary>
    /// <exception cref="CliException">It is not.</exception>
    public static void Require(string path, string option, bool isOwn)
    {
        if (!isOwn)
        {
            throw new CliException(CliError.Usage($"{path} is there already, and {option} has not written it: nothing is written over",
                $"give {option} a new file"));
        }
    }

    /// <summary>The first line of a file, as far as it may be one of ours; empty: it has none, or is no file.</summary>
    public static string FirstLineOf(string path)
    {
        if (new FileInfo(path).Length == 0)
        {
            // A pipe and a device have no length either, and reading them may wait for ever.
            return "";
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var start = new byte[LongestLine];
        int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        int end = start.AsSpan(0, read).IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(start, 0, end >= 0 ? end : read);
    }

    /// <summary><c>run.trace</c>, <c>run.1.trace</c>, …</summary>
    public static string Numbered(string path, int number) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}");
}
