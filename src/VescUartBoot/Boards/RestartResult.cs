namespace VescUartBoot.Boards;

/// <summary>A board that answered again after a restart.</summary>
/// <param name="Elapsed">From the jump to its answer.</param>
/// <param name="LinkWentAway">Whether the port was gone meanwhile, which proves that the board restarted.</param>
internal readonly record struct RestartResult(TimeSpan Elapsed, bool LinkWentAway);
