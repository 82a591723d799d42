namespace VescUartBoot.Boards;

/// <summary>Reason why a CAN bus, or a board on it, cannot be used.</summary>
public enum CanBusProblem
{
    /// <summary>The firmware of the board with the cable cannot scan; 3.48 and later can.</summary>
    FirmwareTooOld,

    /// <summary>The board with the cable uses UAVCAN and sees no VESC on the bus.</summary>
    OtherProtocol,

    /// <summary>The node is not safe to change: <see cref="CanNodeProblem"/> gives the reason.</summary>
    NotSafe,
}
