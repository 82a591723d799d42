using VescUartBoot.Boards;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>Asks a port who it is; only one with the VESC's own USB numbers, that may be opened and that nobody holds.</summary>
internal static class PortProbe
{
    // A board answers within milliseconds; who needs more tries is a case for the doctor.
    private static readonly RetryOptions _patience = new(3, TimeSpan.FromMilliseconds(300));

    /// <summary>Who answers; <see langword="null"/> for a port that is none of our business: other devices may not like a byte.</summary>
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
