namespace VescUartBoot.Messages;

/// <summary>Reply to an erase or a write. It shows only that no error flag was set: the device does not read back.</summary>
/// <param name="Done">False if the motor was not released in time, or the flash controller reported an error.</param>
internal readonly record struct FlashReply(bool Done)
{
    internal static bool TryRead(Command command, ReadOnlySpan<byte> payload, out FlashReply reply)
    {
        reply = default;
        if (payload.Length < 2 || payload[0] != (byte)command)
        {
            return false;
        }

        reply = new FlashReply(payload[1] != 0);
        return true;
    }
}
