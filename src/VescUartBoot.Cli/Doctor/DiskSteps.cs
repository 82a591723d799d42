using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Output;
using VescUartBoot.IO;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Checks that the folders of vescboot are writable and have free space.</summary>
internal static class DiskSteps
{
    // Some firmware images, a backup and a saved sector.
    private const long LeastSpace = 16 << 20;

    /// <summary>Checks both.</summary>
    public static IEnumerable<DoctorFinding> Examine(string store, string state) =>
        [Examine("store", "storeUnusable", store, ToolSettings.Store), Examine("state", "stateUnusable", state, ToolSettings.State)];

    private static DoctorFinding Examine(string step, string code, string folder, Setting setting)
    {
        string elsewhere = $"export {setting.Variable}=FOLDER";
        string? there = folder;
        while (there is not null && !Directory.Exists(there))
        {
            if (File.Exists(there))
            {
                return DoctorFinding.Wrong(step, code, $"{folder} cannot be a folder: {there} is a file", elsewhere);
            }

            there = Path.GetDirectoryName(there);
        }

        if (there is null)
        {
            return DoctorFinding.Wrong(step, code, $"{folder} cannot be made", elsewhere);
        }

        try
        {
            // Creates and deletes a file: only this shows whether the folder accepts files (read-only or full disk, quota).
            string probe = Path.Combine(there, $".vescboot-{Environment.ProcessId}");
            using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1,
                FileOptions.DeleteOnClose))
            {
                file.WriteByte(0);
            }

            long free = new DriveInfo(there).AvailableFreeSpace;
            return free < LeastSpace
                ? DoctorFinding.Wrong(step, "diskFull", $"only {ProgressBar.Size(free)} are free where {folder} is", elsewhere)
                : DoctorFinding.Well(step,
                    $"{folder} {(there == folder ? "can be written" : "can be created")}, "
                        + $"{(free >= 10L << 30 ? "more than 10 GB" : ProgressBar.Size(free))} free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return DoctorFinding.Wrong(step, code, $"{folder} cannot be written: {IOErrorText.OfWriting(e)}", elsewhere);
        }
    }
}
