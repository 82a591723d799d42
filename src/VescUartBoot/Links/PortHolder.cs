namespace VescUartBoot.Links;

/// <summary>A process that has a port open.</summary>
internal sealed record PortHolder(int ProcessId, string ProcessName)
{
    /// <inheritdoc/>
    public override string ToString() => $"{ProcessName} (process {ProcessId})";

    /// <summary>Finds the processes that have the device nodes open, as far as the current user may see them.</summary>
    internal static ILookup<string, PortHolder> Find(IReadOnlyCollection<string> paths, string procRoot = "/proc")
    {
        HashSet<string> wanted = [.. paths];
        HashSet<(string Path, int ProcessId)> found = [];
        foreach (string process in EntriesOf(procRoot))
        {
            if (!int.TryParse(Path.GetFileName(process), out int id))
            {
                continue;
            }

            foreach (string descriptor in EntriesOf(Path.Combine(process, "fd")))
            {
                if (TargetOf(descriptor) is { } target && wanted.Contains(target))
                {
                    found.Add((target, id));
                }
            }
        }

        return found.OrderBy(pair => pair.ProcessId)
            .ToLookup(pair => pair.Path, pair => new PortHolder(pair.ProcessId, NameOf(Path.Combine(procRoot, $"{pair.ProcessId}"))));
    }

    private static string[] EntriesOf(string folder)
    {
        // Processes start and end during the search, and those of other users are not accessible.
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
