using System.Text;

namespace VescUartBoot.Messages;

/// <summary>COMM_TERMINAL_CMD (20): a line for the terminal of the firmware, answered by text in COMM_PRINT (21), or not at all.</summary>
/// <param name="line">The line, ASCII.</param>
/// <remarks>The texts differ between versions, so they are used only to detect that a command is unknown.</remarks>
internal sealed class TerminalRequest(string line) : IRequest<string>
{
    /// <inheritdoc/>
    public string Name => $"TERMINAL_CMD {line}";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Probe;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.TerminalCommand;
        return 1 + Encoding.ASCII.GetBytes(line, payload[1..]);
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out string reply)
    {
        bool isText = payload.Length > 1 && payload[0] == (byte)Command.Print;
        reply = isText ? Encoding.Latin1.GetString(payload[1..]) : "";
        return isText;
    }
}
