namespace VescUartBoot.Jobs.Common;

/// <summary>What a job wrote into the empty QML sector to make flash readable, and whether it is undone.</summary>
/// <param name="BytesWritten">Number of bytes written; 0 if an earlier run left them.</param>
/// <param name="Erases">Number of erases of that sector for the undo.</param>
/// <param name="Undone">Whether the sector is blank again.</param>
internal sealed record ReadPathTrace(int BytesWritten, int Erases, bool Undone)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        string written = BytesWritten > 0 ? $"to read it, {BytesWritten} zero bytes were written into its empty QML sector"
            : "zero bytes of an earlier run stood in its QML sector";
        string erases = Erases == 1 ? "one erase cycle" : $"{Erases} erase cycles";
        return Undone
            ? $"{written} and {(BytesWritten > 0 ? "" : "were ")}erased again{(Erases > 0 ? $", which took {erases} of that sector" : "")}"
            : $"{written}, and may still stand there";
    }
}
