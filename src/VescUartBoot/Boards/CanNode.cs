using VescUartBoot.Chip;

namespace VescUartBoot.Boards;

/// <summary>A board on the CAN bus behind the one that has the cable.</summary>
/// <param name="Id">Its id on CAN, 0..254.</param>
/// <param name="Identity">Who it is; <see langword="null"/>: it answers PING_CAN and not FW_VERSION.</param>
public sealed record CanNode(byte Id, BoardIdentity? Identity)
{
    /// <summary>The id of the second motor on the same chip, if there is one.</summary>
    public byte? SecondId { get; init; }

    /// <summary>Why nothing may be changed there, if there is a reason.</summary>
    public CanNodeProblem Problem { get; init; }

    /// <summary>Who else is on the bus.</summary>
    internal IReadOnlyList<CanNeighbour> Neighbours { get; init; } = [];

    /// <summary>Its UUID.</summary>
    public Uuid? Uuid => Identity?.Uuid;
}
