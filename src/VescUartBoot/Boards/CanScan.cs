using VescUartBoot.Chip;

namespace VescUartBoot.Boards;

/// <summary>The nodes on the CAN bus behind a board.</summary>
/// <param name="LocalId">CAN id of the board with the cable.</param>
/// <param name="LocalSecondId">CAN id of the second motor on its chip, if there is one.</param>
/// <param name="Nodes">The other boards, by id. A second motor is part of its board.</param>
public sealed record CanScan(byte LocalId, byte? LocalSecondId, IReadOnlyList<CanNode> Nodes)
{
    /// <summary>The motors of the board with the cable.</summary>
    internal IEnumerable<CanNeighbour> LocalMotors => Ids(LocalId, LocalSecondId).Select(
        id => new CanNeighbour(id, IsLocal: true, HasMotor: true) { IsDirect = id == LocalId });

    /// <summary>All motors and nodes on the bus except those of one board.</summary>
    /// <param name="board">The board; <see langword="null"/> for the one with the cable.</param>
    internal IReadOnlyList<CanNeighbour> NeighboursOf(CanNode? board) =>
    [
        .. board is null ? [] : LocalMotors,
        .. Nodes.Where(n => n.Id != board?.Id).SelectMany(n => Ids(n.Id, n.SecondId).Select(
            id => new CanNeighbour(id, IsLocal: false, n.Identity?.Family == BoardFamily.Vesc && n.Problem != CanNodeProblem.LocalId))),
    ];

    private static IEnumerable<byte> Ids(byte id, byte? second) => second is { } next ? [id, next] : [id];
}
