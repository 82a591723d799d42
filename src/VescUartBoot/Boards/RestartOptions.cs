using VescUartBoot.Links;

namespace VescUartBoot.Boards;

/// <summary>Options of the wait for a board that restarts through its bootloader.</summary>
public sealed record RestartOptions
{
    /// <summary>Time from the jump to the first request. Default 5 s, range 0 to 60 s: an upgrade takes longer, and an earlier request does
    /// no harm.</summary>
    public TimeSpan PollFrom { get; init => field = OptionRange.RequireMilliseconds(value, 0, 60_000); } = TimeSpan.FromSeconds(5);

    /// <summary>Time from the jump after which the wait ends. Default 90 s, range 1 s to 10 min: the slowest watchdog takes 60 s.</summary>
    public TimeSpan GiveUpAfter { get; init => field = OptionRange.RequireMilliseconds(value, 1000, 600_000); } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Other ports on which the board may come back, queried at every poll: ports of other names if its own port is missing (the argument
    /// is
    /// false), other baud rates if it is present.
    /// </summary>
    public Func<bool, ValueTask<IEnumerable<ILinkSource>>> OtherPorts { get; init; } = _ => new([]);
}
