namespace VescUartBoot.Campaign;

/// <summary>The folder of the tool's own files in a run: in memory where the system has such a folder. What a disk does with them is in
/// the schedule.</summary>
internal static class WorkFolder
{
    private const string Memory = "/dev/shm";

    public static DirectoryInfo Create() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"vescboot-{Guid.NewGuid():N}"))
        : Directory.CreateTempSubdirectory("vescboot-");
}
