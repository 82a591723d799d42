namespace VescUartBoot.Station.Fleet;

/// <summary>A rollout as a page shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Reason">Why it is not running, or who made it run.</param>
/// <param name="Group">Number of the current group, from 0.</param>
/// <param name="Tickets">How many boards may begin or are under way.</param>
/// <param name="Progress">The count; <see langword="null"/>: no coordinator has counted yet.</param>
internal sealed record RolloutView(string Name, RolloutPhase Phase, string? Reason, int Group, int Tickets, RolloutProgress? Progress);
