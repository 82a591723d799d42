namespace VescUartBoot.Boards;

/// <summary>Result of a restart after which the board answered again.</summary>
/// <param name="Elapsed">Time from the jump to the answer.</param>
/// <param name="LinkWentAway">Whether the port disappeared, which proves the restart.</param>
/// <param name="AnsweredThroughout">Whether the board answered right after each restart request: it was back at once, or never
/// restarted.</param>
internal readonly record struct RestartResult(TimeSpan Elapsed, bool LinkWentAway, bool AnsweredThroughout = false);
