namespace VescUartBoot.Jobs.Common;

/// <summary>What a job wrote into the empty QML sector to be able to read flash, and what became of it.</summary>
/// <param name="BytesWritten">Bytes that were written; 0 where an earlier run had left them.</param>
/// <param name="Erases">Erase cycles of that sector that it took to undo them.</param>
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
