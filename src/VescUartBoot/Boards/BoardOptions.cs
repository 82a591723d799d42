using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Time-outs and attempts of requests to a board. A value outside its range throws <see cref="OptionRangeException"/>.</summary>
public sealed record BoardOptions
{
    private const int TriesOnCan = 40;

    /// <summary>Small requests. Default: 5 attempts of 500 ms.</summary>
    public RetryOptions Identify { get; init; } = new(5, TimeSpan.FromMilliseconds(500));

    /// <summary>Reads of code and flash. Default: 5 attempts of 1 s.</summary>
    public RetryOptions Read { get; init; } = new(5, TimeSpan.FromSeconds(1));

    /// <summary>Writes to flash. Default: 3 attempts of 8 s, because the board may wait 3 s for each of two motors.</summary>
    public RetryOptions Write { get; init; } = new(3, TimeSpan.FromSeconds(8));

    /// <summary>Erases. Default: 1 attempt of 20 s; afterwards the result is queried and read.</summary>
    public RetryOptions Erase { get; init; } = new(1, TimeSpan.FromSeconds(20));

    /// <summary>Scans of the CAN bus behind a board. Default: 3 attempts of 6 s.</summary>
    public RetryOptions Scan { get; init; } = new(3, TimeSpan.FromSeconds(6));

    /// <summary>Requests to a board connected by its SWD pins. Default: 3 attempts of 3 s.</summary>
    public RetryOptions Probe { get; init; } = new(3, TimeSpan.FromSeconds(3));

    /// <summary>Silence on the line after which a complete frame inside an incomplete one is accepted, and an unanswered read is followed
    /// by a barrier request. On a UART the time of one frame on the wire is added. Default 50 ms, range 5 ms to 5 s.</summary>
    public TimeSpan Silence { get; init => field = OptionRange.RequireMilliseconds(value, 5, 5000); } = TimeSpan.FromMilliseconds(50);

    /// <summary>Interval of ALIVE during a job. Default 500 ms, range 50 ms to 10 s.</summary>
    public TimeSpan AliveEvery
    {
        get; init =>
        field = OptionRange.RequireMilliseconds(value, 50, 10_000);
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time to wait for a link that is lost during a job. Default 15 s, range 0 to 10 min.</summary>
    public TimeSpan ReturnTimeout { get; init => field = OptionRange.RequireMilliseconds(value, 0, 600_000); } = TimeSpan.FromSeconds(15);

    /// <summary>Number of times a request waits for a lost link to return. Default 5, range 0 to 100.</summary>
    public int Returns { get; init => field = OptionRange.Require(value, 0, 100); } = 5;

    /// <summary>
    /// The options for a board behind the CAN bus: any frame of a message may be lost, and the message with it, so there are more attempts.
    /// A
    /// loss is noticed early.
    /// </summary>
    internal BoardOptions OnCan() => this with
    {
        Identify = Identify with { Attempts = Math.Max(Identify.Attempts, TriesOnCan) },
        Read = Read with { Attempts = Math.Max(Read.Attempts, TriesOnCan) },
        Write = Write with { Attempts = Math.Max(Write.Attempts, TriesOnCan) },
    };

    /// <summary>The retry options of <paramref name="requestClass"/>.</summary>
    internal RetryOptions For(RequestClass requestClass) => requestClass switch
    {
        RequestClass.Identify => Identify,
        RequestClass.Read => Read,
        RequestClass.Write => Write,
        RequestClass.Scan => Scan,
        RequestClass.Probe => Probe,
        _ => Erase,
    };
}
