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
        string zeros = BytesWritten > 0 ? $"the {BytesWritten} zero bytes that made it readable" : "the zero bytes of an earlier run";
        return Undone
            ? $"{zeros} are erased again{(Erases > 1 ? $", which took {Erases} erase cycles of the QML sector" : "")}"
            : $"{zeros} may still be in its QML sector";
    }
}
