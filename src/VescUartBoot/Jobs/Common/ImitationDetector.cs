using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Tells a device that only imitates a firmware of the VESC project from a link that loses frames.</summary>
internal static class ImitationDetector
{
    /// <summary>A write of no data: it changes nothing, and waits for the motor like any other.</summary>
    public static async Task<FlashReply> RehearseAsync(JobRun session, WriteArea area, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Board.SendAsync(WriteNewAppDataRequest.Rehearse(area), cancellationToken).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            await StopIfSoAsync(session).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Stops the job where a device says who it is and leaves a write of no data unanswered in all tries: every VESC answers that, with yes
    /// or no. Otherwise returns, and what stayed unanswered is the link's fault.
    /// </summary>
    public static async Task StopIfSoAsync(JobRun session)
    {
        var board = session.Board;
        await board.SendAsync(board.Who, CancellationToken.None).ConfigureAwait(false);
        try
        {
            await board.SendAsync(WriteNewAppDataRequest.Rehearse(WriteArea.Staging), CancellationToken.None).ConfigureAwait(false);
            return;
        }
        catch (ReplyTimeoutException)
        {
            await board.SendAsync(board.Who, CancellationToken.None).ConfigureAwait(false);
        }

        throw new JobStoppedException(
            FailureCode.CommandsUnknown,
            $"this device says that it is {board.Identity.Hardware ?? "a VESC"} with firmware {board.Identity.Firmware} and answers none "
                + "of the flash commands of that version: it is another make that only imitates one");
    }
}
