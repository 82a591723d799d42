using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Looks for a board that was restarted over its SWD pins, on its own port.</summary>
internal static class TargetPort
{
    // A first start takes two resets, the format of the settings and the system's look at a new device.
    private static readonly TimeSpan _within = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>The board as it answers; <see langword="null"/>: it is not plugged in, or does not answer.</summary>
    /// <param name="uuid">The board.</param>
    /// <param name="find">Where it may be by now.</param>
    /// <param name="options">Times and tries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
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

    /// <summary>Each VESC that is plugged in, but for the helper.</summary>
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
            // It still starts, another program has it, or it is another board.
            return null;
        }
    }
}
