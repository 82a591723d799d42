namespace VescUartBoot.Station.Web;

/// <summary>What a person enters or scans.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Operator">Who works there.</param>
internal sealed record Entry(string? Lot, string? Operator);
