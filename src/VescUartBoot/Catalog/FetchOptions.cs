namespace VescUartBoot.Catalog;

/// <summary>How patient a fetch is. A value out of its range throws <see cref="OptionRangeException"/>.</summary>
internal sealed record FetchOptions
{
    /// <summary>Tries for one image. Default 4, 1..100.</summary>
    public int Attempts { get; init => field = OptionRange.Require(value, 1, 100); } = 4;

    /// <summary>Pause before the second try; each one after it is twice as long. Default 1 s, 0..1 min.</summary>
    public TimeSpan FirstPause { get; init => field = OptionRange.RequireMilliseconds(value, 0, 60_000); } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a server may ask for; a longer one counts as a refusal. Default 30 s, range 0 to 10 min.</summary>
    public TimeSpan LongestPause { get; init => field = OptionRange.RequireMilliseconds(value, 0, 600_000); } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may send nothing. Default 15 s, 100 ms..10 min.</summary>
    public TimeSpan Stall { get; init => field = OptionRange.RequireMilliseconds(value, 100, 600_000); } = TimeSpan.FromSeconds(15);

    /// <summary>Time-out of one complete attempt. Default 3 min, range 1 s to 1 h: a firmware over a slow mobile link.</summary>
    public TimeSpan WholeTry { get; init => field = OptionRange.RequireMilliseconds(value, 1000, 3_600_000); } = TimeSpan.FromMinutes(3);

    /// <summary>Images that are fetched at the same time. Default 4, 1..16.</summary>
    public int AtOnce { get; init => field = OptionRange.Require(value, 1, 16); } = 4;
}
