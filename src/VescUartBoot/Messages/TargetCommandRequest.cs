using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>A probe command without data, answered with a number: COMM_BM_MAP_PINS_DEFAULT (71), COMM_BM_CONNECT (66),
/// COMM_BM_ERASE_FLASH_ALL (67), COMM_BM_REBOOT (69). Firmware 3.59 and later.</summary>
/// <remarks>
/// 1 and above: success; for BM_CONNECT the kind of chip. -1: not connected. -2: the target failed; for BM_CONNECT: an unknown chip. -3:
/// the erase failed. BM_CONNECT halts the target. A mass erase takes 8 s typical, 16 s worst, and is sent once.
/// </remarks>
internal sealed class TargetCommandRequest : IRequest<short>
{
    private readonly Command _command;

    private TargetCommandRequest(Command command) => _command = command;

    /// <summary>Switches the SWD pins of the helper to probe mode.</summary>
    public static TargetCommandRequest MapPins { get; } = new(Command.MapSwdPins);

    /// <summary>Attaches to the target and halts it.</summary>
    public static TargetCommandRequest Connect { get; } = new(Command.ConnectTarget);

    /// <summary>Erases the whole flash of the target.</summary>
    public static TargetCommandRequest EraseAll { get; } = new(Command.EraseTarget);

    /// <summary>Programs bytes buffered in the helper, and resets the target, which then runs.</summary>
    public static TargetCommandRequest Restart { get; } = new(Command.RestartTarget);

    /// <inheritdoc/>
    public string Name => CommandWords.Of((byte)_command);

    /// <inheritdoc/>
    public RequestClass Class => _command == Command.EraseTarget ? RequestClass.Erase : RequestClass.Probe;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)_command;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out short reply)
    {
        bool isReply = payload.Length == 3 && payload[0] == (byte)_command;
        reply = isReply ? BinaryPrimitives.ReadInt16BigEndian(payload[1..]) : default;
        return isReply;
    }
}
