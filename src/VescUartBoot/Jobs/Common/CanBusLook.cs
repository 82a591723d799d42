using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Common;

/// <summary>Finds the nodes on the CAN bus behind a board, according to its settings for the bus.</summary>
internal static class CanBusLook
{
    /// <summary>Scans the bus, also at the other baud rate if an interrupted job has followed a board there.</summary>
    /// <exception cref="CanBusException">The firmware of the board cannot scan, or its settings hide all nodes.</exception>
    public static async Task<CanScan> ScanAsync(Board board, JobJournal? journal, CancellationToken cancellationToken) =>
        await CableRate.ScanOtherAsync(board, journal, await ScanAsync(board, cancellationToken).ConfigureAwait(false),
            () => ScanAsync(board, cancellationToken), cancellationToken).ConfigureAwait(false);

    /// <summary>Scans the bus.</summary>
    /// <exception cref="CanBusException">The firmware of the board cannot scan, or its settings hide all nodes.</exception>
    public static async Task<CanScan> ScanAsync(Board board, CancellationToken cancellationToken)
    {
        if (board.Capabilities.SelectiveValues
            && await BusSettings.ReadAsync(board, cancellationToken).ConfigureAwait(false) is { IsUavcan: true })
        {
            throw new CanBusException(
                CanBusProblem.OtherProtocol, "the board with the cable uses UAVCAN on its CAN bus, so it sees no other VESC");
        }

        return await new CanScanner(board).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the boards behind this one, only if its settings indicate other boards: a ping takes seconds. Later jobs check these
    /// boards too.</summary>
    public static async Task<int> CountAsync(Board board, CancellationToken cancellationToken)
    {
        if (board.IsBehindCan || board.IsLinkLost || board.Identity.Family != BoardFamily.Vesc || !board.Capabilities.IsKnown
            || !board.Capabilities.SelectiveValues || board.Identity.Uuid is null)
        {
            return 0;
        }

        try
        {
            if (await BusSettings.ReadAsync(board, cancellationToken).ConfigureAwait(false) is not { IsUavcan: false, TellsOfOthers: true })
            {
                return 0;
            }

            var scan = await new CanScanner(board, countsOnly: true).RunAsync(cancellationToken).ConfigureAwait(false);
            board.UseScan(scan);
            return scan.Nodes.Count;
        }
        catch (Exception e) when (e is ReplyTimeoutException or LinkLostException or OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>Stops a job if another motor on the bus turns: one input may control all boards.</summary>
    public static async Task RequireRestAsync(JobRun session, CancellationToken cancellationToken)
    {
        if (await FindTurningAsync(session.Board, session.Board.Neighbours, cancellationToken).ConfigureAwait(false) is { } turning)
        {
            throw new JobStoppedException(FailureCode.MotorTurning,
                $"{turning}; all of them must be at rest, since one board may drive the others");
        }
    }

    /// <summary>Returns which of these motors turns, in words; <see langword="null"/> if none does that answers.</summary>
    public static async Task<string?> FindTurningAsync(Board board, IEnumerable<CanNeighbour> motors, CancellationToken cancellationToken)
    {
        foreach (var motor in motors.Where(n => n.HasMotor))
        {
            if (await board.AskNeighbourAsync(motor, cancellationToken).ConfigureAwait(false) is { } values
                && Math.Abs((long)values.Erpm) > Preflight.MaxErpm)
            {
                return $"the motor with id {motor.Id} on the CAN bus turns ({values.Erpm} ERPM)";
            }
        }

        return null;
    }
}
