using VescUartBoot.Simulator;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Every byte of every kind of reply is flipped once, each in a job of its own.</summary>
public sealed class FlippedByteTests
{
    [Theory]
    [MemberData(nameof(FaultTests.Replies), MemberType = typeof(FaultTests))]
    public void Every_byte_of_a_reply_may_be_flipped(byte command, int which, int length)
    {
        // Of the long ones every byte once, of the short ones three ways: low bit, high bit, all.
        foreach (byte mask in length > 100 ? new byte[] { 0x01 } : [0x01, 0x80, 0xFF])
        {
            for (int at = 0; at < length; at++)
            {
                Accident.AssertInstalls($"reply {command}#{which}, byte {at} ^ {mask:X2}", Fault.ToReply(command, which, new Flip(at, mask)));
            }
        }
    }
}
