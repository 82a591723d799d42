using System.Text;

namespace VescUartBoot.Messages;

/// <summary>COMM_TERMINAL_CMD (20) "faults": whether the watchdog restarted the board. The fault is listed until the next restart; since
/// 3.49.</summary>
/// <remarks>
/// The answer is text in COMM_PRINT (21), in any number of packets. The firmware drops the request while its blocking thread is busy, and
/// for the first half second in which it answers other requests. Only the name of the fault is an answer; without any text
/// (<see cref="AnyText"/>) a missing answer proves nothing.
/// </remarks>
internal sealed class FaultListRequest : IRequest<bool>
{
    private static ReadOnlySpan<byte> WatchdogFault => "FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET"u8;

    /// <inheritdoc/>
    public string Name => "TERMINAL_CMD faults";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <summary>Whether the board has printed anything since the request.</summary>
    public bool AnyText { get; private set; }

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.TerminalCommand;
        return 1 + Encoding.ASCII.GetBytes("faults", payload[1..]);
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out bool reply)
    {
        bool isText = payload.Length > 1 && payload[0] == (byte)Command.Print;
        AnyText |= isText;
        reply = isText && payload.IndexOf(WatchdogFault) >= 0;
        return reply;
    }
}
