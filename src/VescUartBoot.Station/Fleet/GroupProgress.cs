namespace VescUartBoot.Station.Fleet;

/// <summary>How far a deployment group is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SuccessThreshold">The share of it in per cent that starts the next group.</param>
/// <param name="Boards">How many boards are in which state.</param>
internal sealed record GroupProgress(string Name, double SuccessThreshold, IReadOnlyDictionary<StepState, int> Boards);
