using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Searches a board that was restarted over SWD on its own port.</summary>
internal static class TargetPort
{
    // A first start takes two resets, formatting of the settings and detection of a new device by the system.
    private static readonly TimeSpan _within = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns the board; <see langword="null"/> if it is not connected or does not reply.</summary>
    /// <param name="uuid">The board.</param>
    /// <param name="find">Returns the possible ports.</param>
    /// <param name="options">Time-outs and attempts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static async Task<BoardIdentity?> SeeAsync(
        Uuid uuid, Func<Task<IReadOnlyList<ILinkSource>>> find, BoardOptions options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < _within)
        {
            foreach (var source in await find().ConfigureAwait(false))
            {
                if (await AskAsync(source, options, time, cancellationToken).ConfigureAwait(false) is { } board && board.Uuid == uuid)
                {
                    return board;
                }
            }

            await Task.Delay(_lookAgain, time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Returns each connected VESC except the helper.</summary>
    public static async Task<IReadOnlyList<ILinkSource>> OthersAsync(
        string helper, SerialSettings serial, CancellationToken cancellationToken) =>
        [.. (await SerialPorts.FindAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            .Where(p => p.LooksLikeVesc && p.Path != helper).Select(p => serial.Source(p.Path))];

    private static async Task<BoardIdentity?> AskAsync(
        ILinkSource source, BoardOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var board = await Board.ConnectAsync(source, options, time, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (board.ConfigureAwait(false))
            {
                return board.Identity;
            }
        }
        catch (VescException)
        {
            // The board is still starting, the port is in use, or it is another board.
            return null;
        }
    }
}
