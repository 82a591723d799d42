using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>A restart by the watchdog, from the firmware's list of faults.</summary>
internal static class WatchdogFault
{
    private static readonly TimeSpan _terminalStarts = TimeSpan.FromSeconds(1);

    /// <summary>Whether the board lists a restart by its watchdog; <see langword="null"/>: it does not tell.</summary>
    public static async Task<bool?> IsListedAsync(Board board)
    {
        // The thread that prints starts half a second after the first answer.
        await Task.Delay(_terminalStarts, board.Time).ConfigureAwait(false);
        var faults = new FaultListRequest();
        try
        {
            return await board.AskOnceAsync(faults, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            return faults.AnyText ? false : null;
        }
    }
}
