using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The flash of a simulated board as a file of 1 MiB.</summary>
public static class FlashFile
{
    /// <summary>Returns the options with the flash of the file, or unchanged if there is no file.</summary>
    /// <exception cref="SimulatorException">The file cannot be read or has another size.</exception>
    public static SimulatedBoardOptions Load(SimulatedBoardOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(path))
        {
            return options;
        }

        byte[] flash;
        try
        {
            flash = File.ReadAllBytes(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{path} cannot be read: {cause.Message}", cause);
        }

        return flash.Length == SimulatedFlash.Size ? options with { Flash = flash }
            : throw new SimulatorException($"{path} has {flash.Length} bytes; a flash has {SimulatedFlash.Size}.");
    }

    /// <summary>Saves the current flash of the board. The file is replaced as a whole, never half-written.</summary>
    /// <exception cref="SimulatorException">The file cannot be written.</exception>
    public static void Store(SimulatedBoard board, string path)
    {
        ArgumentNullException.ThrowIfNull(board);
        byte[] flash = board.Look(static it => it.Flash.ToArray());
        string fresh = $"{path}.{Environment.ProcessId}";
        try
        {
            File.WriteAllBytes(fresh, flash);
            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{path} cannot be written: {cause.Message}", cause);
        }
    }
}
