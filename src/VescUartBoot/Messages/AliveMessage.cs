namespace VescUartBoot.Messages;

/// <summary>COMM_ALIVE (30): tells the board that somebody is there. No reply, all firmware.</summary>
/// <remarks>Boards with a soft power switch count inactivity, which neither reads nor erases reset.</remarks>
internal static class AliveMessage
{
    /// <summary>Writes the payload, 1 byte.</summary>
    public static int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.Alive;
        return 1;
    }
}
