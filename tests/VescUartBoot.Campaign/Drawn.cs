using VescUartBoot.Campaign.Buses;
using VescUartBoot.Campaign.Helpers;

namespace VescUartBoot.Campaign;

/// <summary>What a campaign draws from its seeds.</summary>
internal static class Drawn
{
    /// <summary>One board on its own port, the usual.</summary>
    public const string Boards = "boards";

    /// <summary>Several boards on a CAN bus, one of them with the cable.</summary>
    public const string Buses = "buses";

    /// <summary>A helper with a target on its SWD pins.</summary>
    public const string Helpers = "helpers";

    /// <summary>Runs a seed of that kind.</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static Func<int, IRunReport> Of(string kind) => kind switch
    {
        Boards => static seed => Runner.Run(Draw.From(seed)),
        Buses => static seed => BusRunner.Run(DrawBus.From(seed)),
        Helpers => static seed => HelperRunner.Run(DrawHelper.From(seed)),
        _ => throw new ArgumentException($"{kind} is not drawn: {Boards}, {Buses} or {Helpers}", nameof(kind)),
    };
}
