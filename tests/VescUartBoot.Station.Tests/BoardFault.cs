namespace VescUartBoot.Station.Tests;

/// <summary>What happens to a board of a <see cref="FaultyBench"/>.</summary>
internal enum BoardFault
{
    None,
    BadCable,
    MotorTurning,
    WrongHardware,
    Pulled,
    SwappedInTheMiddle,
    SwappedAfterwards,
}
