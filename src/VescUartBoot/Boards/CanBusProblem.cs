namespace VescUartBoot.Boards;

/// <summary>Why a CAN bus, or a board on it, cannot be used.</summary>
public enum CanBusProblem
{
    /// <summary>The firmware of the board with the cable cannot scan: 3.48 is the first that can.</summary>
    FirmwareTooOld,

    /// <summary>The board with the cable speaks UAVCAN: it sees no VESC on the bus.</summary>
    OtherProtocol,

    /// <summary>Nothing may be changed there: <see cref="CanNodeProblem"/>.</summary>
    NotSafe,
}
