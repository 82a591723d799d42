namespace VescUartBoot.Boards;

/// <summary>Who is on the CAN bus behind a board.</summary>
/// <param name="LocalId">The id of the board with the cable.</param>
/// <param name="LocalSecondId">The id of the second motor on its chip, if there is one.</param>
/// <param name="Nodes">The others, by id; a second motor is part of its board.</param>
public sealed record CanScan(byte LocalId, byte? LocalSecondId, IReadOnlyList<CanNode> Nodes);
