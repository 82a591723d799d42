namespace VescUartBoot.Station.Records;

/// <summary>Jobs that wait for the shared records.</summary>
/// <param name="Waiting">How many.</param>
/// <param name="Problem">Why the shared records cannot be reached, in a sentence; <see langword="null"/>: they can.</param>
internal sealed record OutboxState(long Waiting, string? Problem);
