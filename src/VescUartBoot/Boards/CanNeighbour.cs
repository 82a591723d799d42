namespace VescUartBoot.Boards;

/// <summary>A motor, or a node without one, on the same CAN bus as a board.</summary>
/// <param name="Id">CAN id.</param>
/// <param name="IsLocal">Whether it is on the board with the cable.</param>
/// <param name="HasMotor">Whether it is a motor controller.</param>
internal readonly record struct CanNeighbour(byte Id, bool IsLocal, bool HasMotor)
{
    /// <summary>Whether it is asked without FORWARD_CAN: the first motor of the board with the cable.</summary>
    public bool IsDirect { get; init; }
}
