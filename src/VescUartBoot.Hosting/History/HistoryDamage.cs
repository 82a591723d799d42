namespace VescUartBoot.Hosting.History;

/// <summary>What of a history could not be read.</summary>
/// <param name="Lines">How many lines were no jobs.</param>
/// <param name="SetAsideIn">Where they are now; <see langword="null"/>: they could not be set aside, or there were none.</param>
public sealed record HistoryDamage(int Lines, string? SetAsideIn);
