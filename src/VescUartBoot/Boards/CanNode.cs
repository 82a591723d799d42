using VescUartBoot.Chip;

namespace VescUartBoot.Boards;

/// <summary>A board on the CAN bus behind the one with the cable.</summary>
/// <param name="Id">CAN id, 0 to 254.</param>
/// <param name="Identity">Identity of the board; <see langword="null"/> if it answers PING_CAN but not FW_VERSION.</param>
public sealed record CanNode(byte Id, BoardIdentity? Identity)
{
    /// <summary>CAN id of the second motor on the same chip, if there is one.</summary>
    public byte? SecondId { get; init; }

    /// <summary>Reason why the node is not safe to change, or <see cref="CanNodeProblem.None"/>.</summary>
    public CanNodeProblem Problem { get; init; }

    /// <summary>The other nodes on the bus.</summary>
    internal IReadOnlyList<CanNeighbour> Neighbours { get; init; } = [];

    /// <summary>UUID of the board; <see langword="null"/> if it is not known.</summary>
    public Uuid? Uuid => Identity?.Uuid;
}
