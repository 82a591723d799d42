namespace VescUartBoot.Cli.Doctor;

/// <summary>Files that come and go, and that may be closed to the present user.</summary>
internal static class SystemText
{
    /// <summary>The text without white space around it; <see langword="null"/> if there is none to read.</summary>
    public static string? Of(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static IReadOnlyList<string> EntriesOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
