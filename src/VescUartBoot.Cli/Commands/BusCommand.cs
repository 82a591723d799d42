using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bus</c>: lists the boards on the CAN bus behind this board.</summary>
internal static class BusCommand
{
    public static CommandDefinition Word { get; } = new(
        "bus",
        """
        List the boards on the CAN bus: id, hardware, firmware and UUID

        Changes nothing; with --restart it restarts the board with the cable.

        Examples:
          vescboot bus
          vescboot bus --json
          vescboot bus --restart              drops waiting commands first
          vescboot check --can 20             a listed board, by id or UUID
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var restart = new Option<bool>("--restart")
        {
            Description = "First restart the board with the cable.\nit drops the commands that it still holds for a board without power",
        };
        return BoardCommand.Define(
            new Command(word.Name, word.Says) { restart },
            run => run.Parsed.GetValue(restart),
            async (_, restarts, board, cancellationToken) =>
            {
                if (restarts)
                {
                    await RestartAsync(board, cancellationToken).ConfigureAwait(false);
                }

                return await RunAsync(board, cancellationToken).ConfigureAwait(false);
            },
            isJob: false);
    }

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

    // The other motors are asked as well: the input of the board with the cable may drive them.
    private static async Task RestartAsync(Board board, CancellationToken cancellationToken)
    {
        var scan = await board.ScanCanAsync(cancellationToken).ConfigureAwait(false);
        var motors = scan.LocalMotors.Concat(scan.NeighboursOf(board: null));
        if (await CanBusLook.FindTurningAsync(board, motors, cancellationToken).ConfigureAwait(false) is { } turning)
        {
            throw new CliException(CliError.OfTable("motorTurning", turning));
        }

        if (await board.RebootAsync(new RestartOptions()).ConfigureAwait(false) is null)
        {
            throw new CliException(CliError.OfTable("linkLost", "the board with the cable did not answer again after its restart"));
        }
    }
}
