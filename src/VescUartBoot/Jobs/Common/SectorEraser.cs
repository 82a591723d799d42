using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Sends an erase once and tells what is known of it. Whatever is not known is read afterwards, never guessed.</summary>
internal static class SectorEraser
{
    // A board that was asked to erase may wait for two motors and then erase at low supply, before it listens again.
    private static readonly TimeSpan _busyAtMost = TimeSpan.FromSeconds(10);

    public enum Outcome
    {
        Done,
        Refused,

        /// <summary>No answer came, but the board listens again.</summary>
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
