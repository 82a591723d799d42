using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>Reply to a read of stored code.</summary>
/// <param name="Total">Length of the stored code in bytes.</param>
/// <param name="Length">Number of bytes received; 0 if the firmware reports that nothing is stored.</param>
internal readonly record struct ReadCodeReply(int Total, int Length)
{
    /// <summary>The firmware reports that nothing is stored (6.00 and later).</summary>
    public bool NothingStored => Length == 0;
}
