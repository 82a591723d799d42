using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Reads the fault list of the firmware for a restart by the watchdog.</summary>
internal static class WatchdogFault
{
    private static readonly TimeSpan _terminalStarts = TimeSpan.FromSeconds(1);

    /// <summary>Whether the board lists a restart by its watchdog; <see langword="null"/> if it does not answer.</summary>
    public static async Task<bool?> IsListedAsync(Board board)
    {
        // The print thread starts half a second after the first answer.
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
