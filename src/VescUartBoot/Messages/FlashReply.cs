namespace VescUartBoot.Messages;

/// <summary>The answer to an erase or a write. It tells that no error flag was set, and nothing more: the device reads nothing
/// back.</summary>
/// <param name="Done">False: the motor was not released in time, or the flash controller reported an error.</param>
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
