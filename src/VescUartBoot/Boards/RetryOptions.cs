namespace VescUartBoot.Boards;

/// <summary>How often and how long one class of request is tried.</summary>
/// <param name="Attempts">How often it is sent, 1..100.</param>
/// <param name="ReplyTimeout">How long one answer may take, 10 ms..60 s; on a UART the time on the wire comes on top.</param>
public sealed record RetryOptions(int Attempts, TimeSpan ReplyTimeout)
{
    /// <summary>How often it is sent, 1..100.</summary>
    public int Attempts { get; init => field = AttemptsIn(value); } = AttemptsIn(Attempts);

    /// <summary>How long one answer may take, 10 ms..60 s; on a UART the time on the wire comes on top.</summary>
    public TimeSpan ReplyTimeout { get; init => field = TimeoutIn(value); } = TimeoutIn(ReplyTimeout);

    private static int AttemptsIn(int value) => OptionRange.Require(value, 1, 100, nameof(Attempts));

    private static TimeSpan TimeoutIn(TimeSpan value) => OptionRange.RequireMilliseconds(value, 10, 60_000, nameof(ReplyTimeout));
}
