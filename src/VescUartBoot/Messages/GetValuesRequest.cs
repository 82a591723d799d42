using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_VALUES (4): all values at once; for firmware before 3.48, which has no selective values.</summary>
internal readonly record struct GetValuesRequest : IRequest<MotorValues>
{
    /// <inheritdoc/>
    public string Name => "GET_VALUES";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValues;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out MotorValues reply)
    {
        reply = default;
        return payload.Length > 1 && payload[0] == (byte)Command.GetValues
            && MotorValues.TryParse(MotorValues.MaskOfFirmware340, payload[1..], out reply);
    }
}
