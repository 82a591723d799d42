namespace VescUartBoot.Hosting.State;

/// <summary>Paths inside the state folder.</summary>
/// <param name="path">The folder.</param>
internal sealed class StateFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>History of all jobs, one line each.</summary>
    public string History { get; } = System.IO.Path.Combine(path, "history.ndjson");

    /// <summary>Locks of boards and ports in use.</summary>
    public string Locks { get; } = System.IO.Path.Combine(path, "locks");

    /// <summary>Journal of unfinished changes: one file for each board.</summary>
    public string Unfinished { get; } = System.IO.Path.Combine(path, "unfinished");

    /// <summary>Default folder of backups.</summary>
    public string Backups { get; } = System.IO.Path.Combine(path, "backups");

    /// <summary>Folder of saved bootloader sectors.</summary>
    public string Sectors { get; } = System.IO.Path.Combine(path, "sectors");
}
