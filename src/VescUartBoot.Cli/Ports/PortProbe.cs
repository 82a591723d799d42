using VescUartBoot.Boards;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Identifies the board on a port; only for a port with a VESC's USB ids that may be opened and is not in use.</summary>
internal static class PortProbe
{
    // A board replies within milliseconds; if it needs more attempts, use the doctor.
    private static readonly RetryOptions _patience = new(3, TimeSpan.FromMilliseconds(300));

    /// <summary>Returns the reply; <see langword="null"/> for ports of other devices, which may react to any byte.</summary>
    public static async Task<ProbeAnswer?> AskAsync(SerialPortInfo port, CancellationToken cancellationToken)
    {
        if (!port.LooksLikeVesc)
        {
            return null;
        }

        if (!port.Access.MayOpen || port.Holders.Count > 0)
        {
            return new ProbeAnswer(null, port.Access.MayOpen ? "not asked: another program has it" : "not asked: it may not be opened");
        }

        try
        {
            var board = await Board.ConnectAsync(new SerialPortSource(port.Path), new BoardOptions { Identify = _patience },
                TimeProvider.System, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (board.ConfigureAwait(false))
            {
                return new ProbeAnswer(board.Identity, null);
            }
        }
        catch (VescException e)
        {
            return new ProbeAnswer(null, e is ReplyTimeoutException
                ? $"no VESC answers; vescboot doctor -p {Advice.Quoted(port.Path)} finds out why"
                : e.Message.TrimEnd('.'));
        }
    }
}
