using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Two app configurations of the board with the cable with different CAN baud rates. It switches between them to follow another
/// board.</summary>
/// <param name="own">The configuration with its own rate.</param>
/// <param name="other">The configuration with the other rate.</param>
/// <param name="isAway">Whether the other rate is active.</param>
/// <param name="isForNow">The configuration need not be stored: the firmware is 6.00 or later, and its next start restores its own
/// rate.</param>
internal sealed class LocalRates(SerialisedConfiguration own, SerialisedConfiguration other, bool isAway, bool isForNow)
{
    private bool _isAway = isAway;

    /// <summary>Whether the other rate is active, or may be: a request to switch was not answered.</summary>
    public bool MayBeAway { get; private set; } = isAway;

    /// <summary>Returns the request that switches to the inactive rate.</summary>
    public SetConfigurationRequest Change()
    {
        MayBeAway = true;
        return SetConfigurationRequest.InPlaceOf(own, _isAway ? own : other) with { IsForNow = isForNow };
    }

    /// <summary>Notes that the board has switched.</summary>
    public void Changed() => MayBeAway = _isAway = !_isAway;
}
