using VescUartBoot.Links;

namespace VescUartBoot.Boards;

/// <summary>How to wait for a board that was restarted through its bootloader.</summary>
public sealed record RestartOptions
{
    /// <summary>When to ask for the first time, from the jump on. Default 5 s, 0..60 s: an upgrade takes longer, and a request disturbs
    /// nobody earlier.</summary>
    public TimeSpan PollFrom { get; init => field = OptionRange.RequireMilliseconds(value, 0, 60_000); } = TimeSpan.FromSeconds(5);

    /// <summary>When to give up, from the jump on. Default 90 s, 1 s..10 min: the slowest watchdog takes 60 s.</summary>
    public TimeSpan GiveUpAfter { get; init => field = OptionRange.RequireMilliseconds(value, 1000, 600_000); } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Other ports on which the board may come back, asked for at every poll: under another name where its own port is not there (the
    /// argument is false), at another baud rate where it is.
    /// </summary>
    public Func<bool, ValueTask<IEnumerable<ILinkSource>>> OtherPorts { get; init; } = _ => new([]);
}
