using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_VALUES_SELECTIVE (50), firmware 3.48 and later: voltage, ERPM, fault and id only. The reply repeats the
/// mask.</summary>
/// <param name="Wanted">The id that must answer; <see langword="null"/> for any.</param>
internal readonly record struct GetValuesSelectiveRequest(byte? Wanted = null) : IRequest<MotorValues>
{
    /// <inheritdoc/>
    public string Name => "GET_VALUES_SELECTIVE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValuesSelective;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], MotorValues.Mask);
        return 5;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out MotorValues reply)
    {
        reply = default;
        return payload.Length >= 5 && payload[0] == (byte)Command.GetValuesSelective
            && BinaryPrimitives.ReadUInt32BigEndian(payload[1..]) == MotorValues.Mask
            && MotorValues.TryParse(MotorValues.Mask, payload[5..], out reply)
            && (Wanted is null || reply.ControllerId == Wanted);
    }
}
