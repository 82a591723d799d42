using VescUartBoot.Links;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Finds the second motor on the same chip.</summary>
/// <remarks>
/// It answers a forwarded request to own id + 1 with the board's UUID, last byte plus 1. Where there is none nobody answers. A
/// board behind the CAN bus has another UUID and is not meant.
/// </remarks>
internal static class SecondMotor
{
    private const int Questions = 3;

    /// <summary>The id at which a second motor would answer.</summary>
    public static byte? IdNextTo(MotorValues first) => first.ControllerId is { } id ? CanIds.Next(id) : null;

    /// <summary>Asks once whether it is there. No answer is told by an answer to a later question, or by the time that passes.</summary>
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

    /// <summary>Its id, or <see langword="null"/>: it stayed silent three times while the board answered everything else.</summary>
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

            // A board whose link was lost meanwhile is waited for here.
            await board.AskWhetherItListensAsync(cancellationToken).ConfigureAwait(false);
            if (await answer.ConfigureAwait(false))
            {
                return sampler.SecondId;
            }
        }

        return null;
    }
}
