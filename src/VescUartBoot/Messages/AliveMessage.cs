namespace VescUartBoot.Messages;

/// <summary>COMM_ALIVE (30): resets the inactivity timer of the board. No reply; all firmware.</summary>
/// <remarks>Boards with a soft power switch measure inactivity. Reads and erases do not reset it.</remarks>
internal static class AliveMessage
{
    /// <summary>Writes the payload, 1 byte.</summary>
    public static int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.Alive;
        return 1;
    }
}
