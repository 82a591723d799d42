using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_VALUES_SETUP_SELECTIVE (51) with bit 21 only, firmware 5.03 and later: the time since the firmware started, in
/// milliseconds. The reply repeats the mask.</summary>
/// <remarks>Starts at 0 after every restart, whatever its cause.</remarks>
internal readonly record struct UptimeRequest : IRequest<TimeSpan>
{
    private const uint Mask = 1u << 21;

    /// <inheritdoc/>
    public string Name => "GET_VALUES_SETUP_SELECTIVE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValuesSetupSelective;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], Mask);
        return 5;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out TimeSpan reply)
    {
        bool isUptime = payload.Length == 9 && payload[0] == (byte)Command.GetValuesSetupSelective
            && BinaryPrimitives.ReadUInt32BigEndian(payload[1..]) == Mask;
        reply = isUptime ? TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(payload[5..])) : default;
        return isUptime;
    }
}
