namespace VescUartBoot.Station.Web;

/// <summary>A serial number that a person enters or scans.</summary>
/// <param name="Serial">The serial number; absent: the next board gets none.</param>
/// <param name="Board">Number of the place; absent: the board that waits for it, else the next one.</param>
internal sealed record SerialEntry(string? Serial, int? Board);
