using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Sends an erase once and reports what is known of its result. An unknown result is read afterwards, never assumed.</summary>
internal static class SectorEraser
{
    // The board may wait for two motors and then erase at low supply before it answers again.
    private static readonly TimeSpan _busyAtMost = TimeSpan.FromSeconds(10);

    public enum Outcome
    {
        Done,
        Refused,

        /// <summary>No reply, but the board answers again.</summary>
        Unanswered,
    }

    public static async Task<Outcome> SendAsync(Board board, IRequest<FlashReply> erase, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await board.SendAsync(erase, cancellationToken).ConfigureAwait(false);
            return reply.Done ? Outcome.Done : Outcome.Refused;
        }
        catch (ReplyTimeoutException)
        {
            await board.WaitUntilItAnswersAsync(_busyAtMost, cancellationToken).ConfigureAwait(false);
            return Outcome.Unanswered;
        }
        catch (LinkLostException e)
        {
            await board.WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
            return Outcome.Unanswered;
        }
    }
}
