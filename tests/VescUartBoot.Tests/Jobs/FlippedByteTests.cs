using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Bytes of every kind of reply are flipped, each in a job of its own.</summary>
public sealed class FlippedByteTests
{
    [Theory]
    [MemberData(nameof(FaultTests.Replies), MemberType = typeof(FaultTests))]
    public void Any_byte_of_a_reply_may_be_flipped(byte command, int which, int length)
    {
        // Low bit, high bit, all bits; of the long ones the low bit only. A sample takes every fourth
        // byte with the masks in turn: of an odd reply the odd ones, of an even one the even ones.
        byte[] masks = length > 100 ? [0x01] : [0x01, 0x80, 0xFF];
        int step = Depth.Of(sample: 4 * (length > 100 ? 6 : masks.Length), all: 1);
        for (int number = which % 2 * step / 2; number < length * masks.Length; number += step)
        {
            var (at, mask) = (number / masks.Length, masks[(number + (number / masks.Length)) % masks.Length]);
            Accident.AssertInstalls($"reply {command}#{which}, byte {at} ^ {mask:X2}", Fault.ToReply(command, which, new Flip(at, mask)));
        }
    }
}
