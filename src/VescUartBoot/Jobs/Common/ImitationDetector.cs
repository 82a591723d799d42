using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Distinguishes a device that only imitates firmware of the VESC project from a link that loses frames.</summary>
internal static class ImitationDetector
{
    /// <summary>Writes 0 bytes: changes nothing, and waits for the motor like any other write.</summary>
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
    /// Stops the job if the device answers FW_VERSION but no attempt of a write of 0 bytes: every VESC accepts or refuses it. Otherwise
    /// returns; the link has then lost the unanswered requests.
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
            $"this device identifies itself as {board.Identity.Hardware ?? "a VESC"} with firmware {board.Identity.Firmware} and answers "
            + "none "
                + "of the flash commands of that version: it is another make that only imitates one");
    }
}
