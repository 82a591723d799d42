using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Two app configurations of the board with the cable that differ in the baud rate on CAN, between which it follows a
/// board.</summary>
/// <param name="here">The one that it has.</param>
/// <param name="there">The one with the other rate.</param>
/// <param name="isForNow">It need not be stored: its firmware is 6.00 or later, and its next start brings back its own rate.</param>
internal sealed class LocalRates(SerialisedConfiguration here, SerialisedConfiguration there, bool isForNow)
{
    /// <summary>Whether it is at the other rate now.</summary>
    public bool IsAway { get; private set; }

    /// <summary>The request that brings it to the rate where it is not.</summary>
    public SetConfigurationRequest Change => SetConfigurationRequest.InPlaceOf(here, IsAway ? here : there) with { IsForNow = isForNow };

    /// <summary>It has done so.</summary>
    public void Changed() => IsAway = !IsAway;
}
