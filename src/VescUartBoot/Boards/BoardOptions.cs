using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Times and tries of a conversation with a board. A value out of its range throws <see cref="OptionRangeException"/>.</summary>
public sealed record BoardOptions
{
    private const int TriesOnCan = 40;

    /// <summary>Small questions. Default 5 tries of 500 ms.</summary>
    public RetryOptions Identify { get; init; } = new(5, TimeSpan.FromMilliseconds(500));

    /// <summary>Reads of code and flash. Default 5 tries of 1 s.</summary>
    public RetryOptions Read { get; init; } = new(5, TimeSpan.FromSeconds(1));

    /// <summary>Writes to flash. Default 3 tries of 8 s: the board may wait 3 s for each of two motors.</summary>
    public RetryOptions Write { get; init; } = new(3, TimeSpan.FromSeconds(8));

    /// <summary>Erases. Default 1 try of 20 s; what became of it is asked and read afterwards.</summary>
    public RetryOptions Erase { get; init; } = new(1, TimeSpan.FromSeconds(20));

    /// <summary>Scans of the CAN bus behind a board. Default 3 tries of 6 s.</summary>
    public RetryOptions Scan { get; init; } = new(3, TimeSpan.FromSeconds(6));

    /// <summary>Requests to a board behind the SWD pins. Default 3 tries of 3 s.</summary>
    public RetryOptions Probe { get; init; } = new(3, TimeSpan.FromSeconds(3));

    /// <summary>Silence on the line after which a whole frame inside an unfinished one counts, and an unanswered read is asked after; on a
    /// UART a frame's time on the wire comes on top. Default 50 ms, 5 ms..5 s.</summary>
    public TimeSpan Silence { get; init => field = OptionRange.RequireMilliseconds(value, 5, 5000); } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often ALIVE goes out during a job. Default 500 ms, 50 ms..10 s.</summary>
    public TimeSpan AliveEvery
    {
        get; init =>
        field = OptionRange.RequireMilliseconds(value, 50, 10_000);
    } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait for a link that was lost in the middle of a job. Default 15 s, 0..10 min.</summary>
    public TimeSpan ReturnTimeout { get; init => field = OptionRange.RequireMilliseconds(value, 0, 600_000); } = TimeSpan.FromSeconds(15);

    /// <summary>How often a lost link is waited for during one request. Default 5, 0..100.</summary>
    public int Returns { get; init => field = OptionRange.Require(value, 0, 100); } = 5;

    /// <summary>
    /// The same for a board behind the CAN bus: each frame of a message may be lost, and the message with it, so there are more tries. A
    /// loss is noticed soon.
    /// </summary>
    internal BoardOptions OnCan() => this with
    {
        Identify = Identify with { Attempts = Math.Max(Identify.Attempts, TriesOnCan) },
        Read = Read with { Attempts = Math.Max(Read.Attempts, TriesOnCan) },
        Write = Write with { Attempts = Math.Max(Write.Attempts, TriesOnCan) },
    };

    /// <summary>The figures of <paramref name="requestClass"/>.</summary>
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
