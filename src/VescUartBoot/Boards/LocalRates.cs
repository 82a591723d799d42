using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Two app configurations of the board with the cable with different CAN baud rates. It switches between them to follow another
/// board.</summary>
/// <param name="here">The current configuration.</param>
/// <param name="there">The configuration with the other rate.</param>
/// <param name="isForNow">The configuration need not be stored: the firmware is 6.00 or later, and its next start restores its own
/// rate.</param>
internal sealed class LocalRates(SerialisedConfiguration here, SerialisedConfiguration there, bool isForNow)
{
    /// <summary>Whether the other rate is active.</summary>
    public bool IsAway { get; private set; }

    /// <summary>The request that switches to the inactive rate.</summary>
    public SetConfigurationRequest Change => SetConfigurationRequest.InPlaceOf(here, IsAway ? here : there) with { IsForNow = isForNow };

    /// <summary>Notes that the board has switched.</summary>
    public void Changed() => IsAway = !IsAway;
}
