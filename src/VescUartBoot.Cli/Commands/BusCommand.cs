using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bus</c>: lists the boards on the CAN bus behind this board.</summary>
internal static class BusCommand
{
    public static CommandDefinition Word { get; } = new(
        "bus",
        """
        List the boards on the CAN bus: id, hardware, firmware and UUID; changes nothing

        Examples:
          vescboot bus
          vescboot bus --json
          vescboot check --can 20             a listed board, by id or UUID
        """,
        Build);

    private static Command Build(CommandDefinition word) => BoardCommand.Define(
        new Command(word.Name, word.Says),
        _ => true,
        (_, _, board, cancellationToken) => RunAsync(board, cancellationToken),
        isJob: false);

    /// <summary>Scans the bus and reports the boards.</summary>
    public static async Task<Outcome> RunAsync(Board board, CancellationToken cancellationToken)
    {
        var scan = await board.ScanCanAsync(cancellationToken).ConfigureAwait(false);
        return new Outcome
        {
            Lines = CanText.Lines(scan, board.Identity),
            More = new JsonObject { ["nodes"] = CanText.Json(scan, board.Identity) },
        };
    }
}
