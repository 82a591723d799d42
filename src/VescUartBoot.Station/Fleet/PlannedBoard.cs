namespace VescUartBoot.Station.Fleet;

/// <summary>What a rollout means for one board.</summary>
/// <param name="Report">The board.</param>
/// <param name="Group">Number of its group, from 0; <see langword="null"/>: it is left alone.</param>
/// <param name="Refusal">Why it is left alone.</param>
internal sealed record PlannedBoard(FleetBoard Report, int? Group, string? Refusal);
