using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>COMM_GET_VALUES_SELECTIVE (50) with bit 17 only: the CAN id of the motor that answers. Only an answer of the wanted id
/// counts.</summary>
/// <remarks>
/// A node processes requests in order, so this answer comes after those to all older requests: a barrier. Request and reply fit one CAN
/// frame each.
/// </remarks>
/// <param name="Wanted">The id that must answer.</param>
internal readonly record struct ControllerIdRequest(byte Wanted) : IRequest<byte>
{
    private const uint Mask = 1u << 17;

    /// <inheritdoc/>
    public string Name => "GET_VALUES_SELECTIVE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValuesSelective;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], Mask);
        return 5;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out byte reply)
    {
        reply = Wanted;
        return payload.Length == 6 && payload[0] == (byte)Command.GetValuesSelective
            && BinaryPrimitives.ReadUInt32BigEndian(payload[1..]) == Mask && payload[5] == Wanted;
    }
}
