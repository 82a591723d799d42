using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;

namespace VescUartBoot.Cli.Running;

/// <summary>The board on the CAN bus that a command is about: by its id or its UUID, or all of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Uuid">Its UUID.</param>
internal sealed record CanTarget(byte? Id, Uuid? Uuid)
{
    /// <summary>Every board, the one with the cable too.</summary>
    public const string All = "all";

    /// <summary>Reads what was typed; <see langword="null"/>: it makes no sense.</summary>
    public static CanTarget? Parse(string word) => word == All ? new CanTarget(null, null)
        : VescUartBoot.Chip.Uuid.TryParse(word, out var uuid) ? new CanTarget(null, uuid)
        : byte.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out byte id)
            && id < byte.MaxValue ? new CanTarget(id, null)
        : null;

    /// <summary>The node that is meant; <see langword="null"/>: it is the board with the cable.</summary>
    /// <exception cref="CliException">It is not there, or nothing may be sent to it.</exception>
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
