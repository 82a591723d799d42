namespace VescUartBoot.Hosting.State;

/// <summary>The places inside the state folder.</summary>
/// <param name="path">The folder.</param>
internal sealed class StateFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>What was done to which board: a line for each job.</summary>
    public string History { get; } = System.IO.Path.Combine(path, "history.ndjson");

    /// <summary>Who works on which board and port now.</summary>
    public string Locks { get; } = System.IO.Path.Combine(path, "locks");

    /// <summary>What was begun on a board and not ended: a file for each board.</summary>
    public string Unfinished { get; } = System.IO.Path.Combine(path, "unfinished");

    /// <summary>Where backups go if nobody says otherwise.</summary>
    public string Backups { get; } = System.IO.Path.Combine(path, "backups");

    /// <summary>Where the old content of bootloader sectors is saved.</summary>
    public string Sectors { get; } = System.IO.Path.Combine(path, "sectors");
}
