using VescUartBoot.Boards;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Running;

/// <summary>Connects to a board, with the locks of its port and of itself.</summary>
/// <param name="hand">The locks; <see langword="null"/> for a simulated board.</param>
/// <param name="options">Time-outs and attempts.</param>
/// <param name="output">Output for retries and lost links.</param>
internal sealed class BoardConnector(PortLock? hand, BoardOptions options, CommandOutput output) : IBoardObserver
{
    /// <summary>Connects to the board with the cable, or to the selected board on the CAN bus.</summary>
    public async Task<Board> ConnectAsync(PortChoice choice, CanTarget? target, IFrameTrace? trace, CancellationToken cancellationToken)
    {
        var board = await ConnectToCableAsync(choice, trace, cancellationToken).ConfigureAwait(false);
        if (target is null)
        {
            return board;
        }

        // The board with the cable gets no requests while a job runs on another board: exactly one request is in flight on the whole link.
        CanNode? node;
        try
        {
            var journal = hand is null ? null : InterruptedJobNotes.Journal();
            node = target.FindIn(await CanBusLook.ScanAsync(board, journal, cancellationToken).ConfigureAwait(false), board.Identity);
        }
        catch
        {
            await board.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (node is null)
        {
            return board;
        }

        await board.DisposeAsync().ConfigureAwait(false);
        return await ConnectToNodeAsync(choice, node, trace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to a board that a scan has found on the CAN bus.</summary>
    public async Task<Board> ConnectAsync(PortChoice choice, CanNode node, IFrameTrace? trace, CancellationToken cancellationToken)
    {
        await TakePortAsync(choice, cancellationToken).ConfigureAwait(false);
        return await ConnectToNodeAsync(choice, node, trace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Connects to the board with the cable, without a lock.</summary>
    public Task<Board> OpenAsync(PortChoice choice, IFrameTrace? trace, CancellationToken cancellationToken) =>
        Board.ConnectAsync(choice.Source, options, choice.Time, this, trace, cancellationToken);

    void IBoardObserver.OnRetry(string what, int attempt, string reason) => output.Report(new JobEvent.Retried(what, attempt, reason));

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) =>
        output.Report(new JobEvent.Warned("linkLost", $"{reason}; waiting up to {waiting.TotalSeconds:0} s for it to come back"));

    void IBoardObserver.OnLinkReturned() =>
        output.Report(new JobEvent.Warned("linkReturned", "the link is back, and it is the same board; going on"));

    private Task TakePortAsync(PortChoice choice, CancellationToken cancellationToken) =>
        hand?.TakePortAsync(choice.Source.Name, cancellationToken) ?? Task.CompletedTask;

    private async Task<Board> ConnectToNodeAsync(PortChoice choice, CanNode node, IFrameTrace? trace, CancellationToken cancellationToken)
    {
        if (hand is not null)
        {
            await hand.TakeBoardAsync(node.Uuid!.Value, choice.Source.Name, cancellationToken).ConfigureAwait(false);
        }

        return await Board.ConnectAsync(choice.Source, node, options, choice.Time, this, trace, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Board> ConnectToCableAsync(PortChoice choice, IFrameTrace? trace, CancellationToken cancellationToken)
    {
        await TakePortAsync(choice, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            try
            {
                output.Report(new JobEvent.PhaseStarted(JobPhase.Identify));
                var board = await OpenAsync(choice, trace, cancellationToken).ConfigureAwait(false);
                if (hand?.TryTake(board) is null)
                {
                    return board;
                }

                // Another process uses the board through another port: the link is closed during the wait.
                await board.DisposeAsync().ConfigureAwait(false);
                await hand.TakeBoardAsync(board.Identity.Uuid!.Value, board.Port, cancellationToken).ConfigureAwait(false);
                return await OpenAsync(choice, trace, cancellationToken).ConfigureAwait(false);
            }
            catch (LinkOpenException e) when (e.Failure == LinkOpenFailure.Busy && hand is { MayWait: true })
            {
                await PortLock.PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
