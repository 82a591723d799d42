namespace VescUartBoot.Boards;

/// <summary>A board that answered again after a restart.</summary>
/// <param name="Elapsed">From the jump to its answer.</param>
/// <param name="LinkWentAway">Whether the port was gone meanwhile, which proves that the board restarted.</param>
/// <param name="AnsweredThroughout">Whether it answered right after each request to restart: it was back at once, or never left.</param>
internal readonly record struct RestartResult(TimeSpan Elapsed, bool LinkWentAway, bool AnsweredThroughout = false);
