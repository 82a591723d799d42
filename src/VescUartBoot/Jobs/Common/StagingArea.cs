using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>The flash sectors in which an uploaded firmware waits for the bootloader.</summary>
internal static class StagingArea
{
    /// <summary>Writes the 4 zero bytes that make any staged image one of length 0, which no bootloader installs.</summary>
    /// <returns>False: the board refused.</returns>
    public static async Task<bool> InvalidateAsync(Board board)
    {
        var reply = await board.SendAsync(WriteNewAppDataRequest.Program(WriteArea.Staging, 0, new byte[4]),
            CancellationToken.None).ConfigureAwait(false);
        return reply.Done;
    }
}
