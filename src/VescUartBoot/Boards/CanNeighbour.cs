namespace VescUartBoot.Boards;

/// <summary>A motor, or a node without one, that shares the CAN bus with a board.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsLocal">It is on the board with the cable.</param>
/// <param name="HasMotor">It is a motor controller.</param>
internal readonly record struct CanNeighbour(byte Id, bool IsLocal, bool HasMotor);
