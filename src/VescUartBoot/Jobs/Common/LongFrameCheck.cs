using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs.Common;

/// <summary>Determines whether a link passes long frames in both directions, with one request of full length that has a long
/// reply.</summary>
/// <remarks>
/// GET_MCCONF followed by zeros: every firmware reads only its first byte, replies with about 400 bytes, and changes nothing. If it is not
/// answered three times, FW_VERSION with fewer and fewer zeros finds the longest request, and GET_MCCONF only tests the other direction.
/// </remarks>
internal static class LongFrameCheck
{
    private const int Tries = 3;

    /// <summary>Measures <see cref="Board.Reach"/>.</summary>
    /// <returns>Whether the first request was answered at once.</returns>
    public static async Task<bool> RunAsync(Board board, CancellationToken cancellationToken)
    {
        if (board.IsBehindCan)
        {
            return true;
        }

        var configuration = new GetConfigurationRequest(ConfigurationKind.Motor);
        var both = new PaddedRequest<SerialisedConfiguration>(configuration, FrameSizeLimit.Lengths[0]);
        if (await IsAnsweredAsync(board, both, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        for (int attempt = 2; attempt <= Tries; attempt++)
        {
            if (await IsAnsweredAsync(board, both, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        board.Reach.Request = await LongestRequestAsync(board, cancellationToken).ConfigureAwait(false);
        board.Reach.Reply = await IsAnsweredInAnyTryAsync(board, configuration, cancellationToken).ConfigureAwait(false)
            ? FrameSizeLimit.Lengths[0]
            : FrameSizeLimit.Lengths[1];
        return true;
    }

    private static async Task<int> LongestRequestAsync(Board board, CancellationToken cancellationToken)
    {
        int[] lengths = FrameSizeLimit.Lengths.ToArray();
        foreach (int length in lengths[..^1])
        {
            if (await IsAnsweredInAnyTryAsync(board, new PaddedRequest<FirmwareVersionReply>(board.Who, length),
                cancellationToken).ConfigureAwait(false))
            {
                return length;
            }
        }

        return lengths[^1];
    }

    private static async Task<bool> IsAnsweredInAnyTryAsync<TReply>(Board board, IRequest<TReply> request,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            if (await IsAnsweredAsync(board, request, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsAnsweredAsync<TReply>(Board board, IRequest<TReply> request, CancellationToken cancellationToken)
    {
        try
        {
            await board.AskOnceAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ReplyTimeoutException)
        {
            return false;
        }
        catch (LinkLostException e)
        {
            await board.WaitForLinkAsync(e, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }
}
