using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>The flash sectors in which an uploaded firmware waits for the bootloader.</summary>
internal static class StagingArea
{
    /// <summary>Writes 4 zero bytes over the length of a staged image: no bootloader installs an image of length 0.</summary>
    /// <returns>False if the board refused.</returns>
    public static async Task<bool> InvalidateAsync(Board board)
    {
        var reply = await board.SendAsync(WriteNewAppDataRequest.Program(WriteArea.Staging, 0, new byte[4]),
            CancellationToken.None).ConfigureAwait(false);
        return reply.Done;
    }
}
