namespace VescUartBoot.Boards;

/// <summary>Number of attempts and reply time-out of one class of request.</summary>
/// <param name="Attempts">Number of times the request is sent, 1 to 100.</param>
/// <param name="ReplyTimeout">Time-out of one answer, 10 ms to 60 s; on a UART the time on the wire is added.</param>
public sealed record RetryOptions(int Attempts, TimeSpan ReplyTimeout)
{
    /// <summary>Number of times the request is sent, 1 to 100.</summary>
    public int Attempts { get; init => field = AttemptsIn(value); } = AttemptsIn(Attempts);

    /// <summary>Time-out of one answer, 10 ms to 60 s; on a UART the time on the wire is added.</summary>
    public TimeSpan ReplyTimeout { get; init => field = TimeoutIn(value); } = TimeoutIn(ReplyTimeout);

    private static int AttemptsIn(int value) => OptionRange.Require(value, 1, 100, nameof(Attempts));

    private static TimeSpan TimeoutIn(TimeSpan value) => OptionRange.RequireMilliseconds(value, 10, 60_000, nameof(ReplyTimeout));
}
