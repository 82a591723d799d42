using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Running;

/// <summary>The target of a command on the CAN bus: a board by its id or UUID, or all boards.</summary>
/// <param name="Id">CAN id.</param>
/// <param name="Uuid">UUID.</param>
internal sealed record CanTarget(byte? Id, Uuid? Uuid)
{
    /// <summary>All boards, including the one with the cable.</summary>
    public const string All = "all";

    /// <summary>Parses a value of the command line; returns <see langword="null"/> if it is not valid.</summary>
    public static CanTarget? Parse(string word) => word == All ? new CanTarget(null, null)
        : VescUartBoot.Chip.Uuid.TryParse(word, out var uuid) ? new CanTarget(null, uuid)
        : byte.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out byte id)
            && id < byte.MaxValue ? new CanTarget(id, null)
        : null;

    /// <summary>Returns the selected node; <see langword="null"/> for the board with the cable.</summary>
    /// <exception cref="CliException">The node does not exist, or must not be sent requests.</exception>
    public CanNode? FindIn(CanScan scan, BoardIdentity local)
    {
        if (Uuid is { } wanted && local.Uuid == wanted)
        {
            return null;
        }

        if (Id is { } second && (second == scan.LocalSecondId || scan.Nodes.Any(n => n.SecondId == second)))
        {
            throw new CliException(CliError.OfTable("canNotABoard",
                $"id {second} on the CAN bus is the second motor of another board, which shares its flash"));
        }

        var node = scan.Nodes.FirstOrDefault(n => Uuid is { } uuid ? n.Uuid == uuid : n.Id == Id);
        if (node is null)
        {
            throw new CliException(Id == scan.LocalId
                ? CliError.OfTable("canNotABoard", $"id {Id} is the board with the cable itself")
                : CliError.OfTable("canNotFound",
                    $"no board with {(Uuid is { } uuid ? $"UUID {uuid}" : $"id {Id}")} answers on the CAN bus"));
        }

        return node.Problem == CanNodeProblem.None ? node : throw new CliException(CanText.Unsafe(node));
    }
}
