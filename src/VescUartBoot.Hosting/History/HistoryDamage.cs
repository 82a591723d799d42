namespace VescUartBoot.Hosting.History;

/// <summary>The unreadable part of a history.</summary>
/// <param name="Lines">Number of lines that are not jobs.</param>
/// <param name="SetAsideIn">File to which they were moved; <see langword="null"/> if they could not be moved, or there were none.</param>
public sealed record HistoryDamage(int Lines, string? SetAsideIn);
