namespace VescUartBoot.Cli.Configuration;

/// <summary>Where this tool keeps what it must remember: <c>$VESCBOOT_STATE</c>, else <c>$XDG_STATE_HOME/vescboot</c> on Unix, local
/// application data on Windows.</summary>
internal static class StateDirectory
{
    public static string Path { get; } = ToolSettings.State.InEnvironment is { } named
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
