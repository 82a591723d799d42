using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Finds the second motor on the same chip.</summary>
/// <remarks>
/// A second motor answers a forwarded request to own id + 1 with the UUID of the board, last byte plus 1. Without one there is no
/// answer. A board behind the CAN bus has another UUID and does not count.
/// </remarks>
internal static class SecondMotor
{
    private const int Questions = 3;

    /// <summary>The id of a possible second motor.</summary>
    public static byte? IdNextTo(MotorValues first) => first.ControllerId is { } id ? CanIds.Next(id) : null;

    /// <summary>Queries once whether it is there. An answer to a later request, or the time-out, shows that it is not.</summary>
    public static async Task<bool> AskAsync(Board board, byte id, CancellationToken cancellationToken)
    {
        var who = new FirmwareVersionRequest(board.Identity.Uuid!.Value.OfSecondMotor);
        try
        {
            await board.AskOnceAsync(new ForwardCanRequest<FirmwareVersionRequest, FirmwareVersionReply>(id, who),
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is ReplyTimeoutException or LinkLostException)
        {
            return false;
        }
    }

    /// <summary>Returns its id; <see langword="null"/> if it did not answer three times while the board answered everything else.</summary>
    public static async Task<byte?> FindAsync(Board board, CancellationToken cancellationToken)
    {
        if (board.IsBehindCan)
        {
            return board.KnownSecondId;
        }

        var sampler = await MotorSampler.StartAsync(board, cancellationToken).ConfigureAwait(false);
        for (int question = 1; question <= Questions && sampler.SecondId is not null; question++)
        {
            var answer = AskAsync(board, sampler.SecondId.Value, cancellationToken);
            await Task.Delay(board.PauseWithoutAnswer, board.Time, cancellationToken).ConfigureAwait(false);

            // Waits for a board whose link was lost.
            await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
            if (await answer.ConfigureAwait(false))
            {
                return sampler.SecondId;
            }
        }

        return null;
    }
}
