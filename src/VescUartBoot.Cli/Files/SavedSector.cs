using VescUartBoot.Boards;
using VescUartBoot.Cli.Running;
using VescUartBoot.IO;

namespace VescUartBoot.Cli.Files;

/// <summary>Saves the old content of a bootloader sector, or of the flash of a target, to a file.</summary>
internal static class SavedSector
{
    /// <summary>Saves to <paramref name="path"/>, or to a new file in the folder of the run; later files of the same job get a
    /// number.</summary>
    /// <returns>A function that saves the content and returns the full path.</returns>
    public static Func<ReadOnlyMemory<byte>, string> To(string? path, BoardCommand run, BoardIdentity board)
    {
        int saved = 0;
        return content =>
        {
            string owner = (run.Watch.TargetUuid ?? board.Uuid)?.ToString() ?? "board";
            string file = path ?? Path.Combine(
                run.Folder,
                "sectors",
                $"{owner}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Environment.ProcessId}.bin");
            return NewFile.Write(++saved == 1 ? file : $"{Path.ChangeExtension(file, null)}-{saved}{Path.GetExtension(file)}", content);
        };
    }
}
