using VescUartBoot.Framing;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>How long the frames are that a link passes. A bridge with a small buffer loses longer ones and reports nothing.</summary>
/// <param name="isOnCan">The board is behind the CAN bus, which has limits of its own.</param>
internal sealed class FrameSizeLimit(bool isOnCan = false)
{
    private const int ReadHead = 9;
    private const int WriteHead = 5;

    // Whole frames of 255, 125 and 63 bytes: what fits the usual buffers.
    private static readonly int[] _lengths = [Frame.MaxPayload, 250, 120, 58];

    /// <summary>The longest payload in bytes that reaches the board, 58..512.</summary>
    public int Request { get; internal set; } = isOnCan ? CanRoute.RequestLength : Frame.MaxPayload;

    /// <summary>The longest payload in bytes that comes back from it, 58..512.</summary>
    public int Reply { get; internal set; } = isOnCan ? CanRoute.ReplyLength : Frame.MaxPayload;

    /// <summary>Frames of every length pass, as far as is known.</summary>
    public bool IsFull => isOnCan || Request == Frame.MaxPayload && Reply == Frame.MaxPayload;

    /// <summary>The lengths that are tried, the longest first.</summary>
    internal static ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The most bytes that one answer to a read of flash can carry.</summary>
    internal int ReadLength => Math.Min(VescUartBoot.Messages.ReadCodeRequest.MaxLength, Reply - ReadHead);

    /// <summary>The most bytes that one write can carry, and at most <paramref name="usual"/>.</summary>
    internal int WriteLength(int usual) => Math.Min(isOnCan ? Math.Min(usual, CanRoute.WriteLength) : usual, Request - WriteHead);

    /// <summary>A reply of the present length was lost on a link that is known to lose long ones: the next shorter length holds from now
    /// on.</summary>
    /// <returns>False: it is the shortest already, or all lengths pass.</returns>
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
