namespace VescUartBoot.Cli.Doctor;

/// <summary>Reads system files that may disappear or be unreadable for the user.</summary>
internal static class SystemText
{
    /// <summary>Returns the trimmed text; <see langword="null"/> if it cannot be read.</summary>
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
