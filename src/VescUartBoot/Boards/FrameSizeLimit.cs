using VescUartBoot.Framing;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The longest frames that a link passes. A bridge with a small buffer drops longer ones without a report.</summary>
/// <param name="isOnCan">The board is behind the CAN bus, which has its own limits.</param>
internal sealed class FrameSizeLimit(bool isOnCan = false)
{
    private const int ReadHead = 9;
    private const int WriteHead = 5;

    // Payloads of complete frames of 255, 125 and 63 bytes, which fit the usual buffers.
    private static readonly int[] _lengths = [Frame.MaxPayload, 250, 120, 58];

    /// <summary>The longest request payload that reaches the board, in bytes, 58 to 512.</summary>
    public int Request { get; internal set; } = isOnCan ? CanRoute.RequestLength : Frame.MaxPayload;

    /// <summary>The longest reply payload that comes back, in bytes, 58 to 512.</summary>
    public int Reply { get; internal set; } = isOnCan ? CanRoute.ReplyLength : Frame.MaxPayload;

    /// <summary>No limit is known: frames of every length pass.</summary>
    public bool IsFull => isOnCan || Request == Frame.MaxPayload && Reply == Frame.MaxPayload;

    /// <summary>The lengths to try, longest first.</summary>
    internal static ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The largest number of bytes that one flash read returns.</summary>
    internal int ReadLength => Math.Min(VescUartBoot.Messages.ReadCodeRequest.MaxLength, Reply - ReadHead);

    /// <summary>The largest number of bytes that one write carries, at most <paramref name="usual"/>.</summary>
    internal int WriteLength(int usual) => Math.Min(isOnCan ? Math.Min(usual, CanRoute.WriteLength) : usual, Request - WriteHead);

    /// <summary>Uses the next shorter length after a reply was lost on a link that loses long ones.</summary>
    /// <returns>False if this is the shortest length already, or the link has no limit.</returns>
    internal bool TryShortenReply()
    {
        int next = Array.FindIndex(_lengths, l => l < Reply);
        if (IsFull || next < 0)
        {
            return false;
        }

        Reply = _lengths[next];
        return true;
    }
}
