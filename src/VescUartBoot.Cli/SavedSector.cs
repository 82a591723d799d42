using VescUartBoot.Boards;

namespace VescUartBoot.Cli;

/// <summary>Keeps the old content of a bootloader sector in a file.</summary>
internal static class SavedSector
{
    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>, or to a new file in the state directory.</summary>
    /// <returns>The full path.</returns>
    public static string Write(string? path, BoardIdentity board, ReadOnlyMemory<byte> content) => SavedFile.Write(
        path ?? Path.Combine(
            StateDirectory.Path,
            "sectors",
            $"{board.Uuid?.ToString() ?? "board"}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Environment.ProcessId}.bin"),
        content);
}

/// <summary>Writes a file that is whole or not there, and never over another.</summary>
internal static class SavedFile
{
    /// <returns>The full path.</returns>
    public static string Write(string path, ReadOnlyMemory<byte> content)
    {
        string target = Path.GetFullPath(path);
        if (File.Exists(target))
        {
            throw new IOException($"{target} is already there and is not overwritten");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);

        // New, so that nothing that lies there already, such as a link, is written through.
        string part = $"{target}-{Guid.NewGuid():N}.part";
        using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(content.Span);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, target);
        return target;
    }
}

/// <summary>Where this tool keeps what it must remember: <c>$VESCBOOT_STATE</c>, else <c>$XDG_STATE_HOME/vescboot</c> on Unix, local application data on Windows.</summary>
internal static class StateDirectory
{
    public static string Path { get; } = Settings.State.InEnvironment is { } named
        ? System.IO.Path.GetFullPath(named)
        : System.IO.Path.Combine(
            OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                    ? state
                    : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "vescboot");

    /// <summary>What was done to which board: a line for each job.</summary>
    public static string History { get; } = System.IO.Path.Combine(Path, "history.ndjson");

    /// <summary>Who works on which board and port now.</summary>
    public static string Locks { get; } = System.IO.Path.Combine(Path, "locks");

    /// <summary>What was begun on a board and not ended: a file for each board.</summary>
    public static string Unfinished { get; } = System.IO.Path.Combine(Path, "unfinished");

    /// <summary>Where backups go if nobody says otherwise.</summary>
    public static string Backups { get; } = System.IO.Path.Combine(Path, "backups");
}
