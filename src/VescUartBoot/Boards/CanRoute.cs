using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The route to a board behind the one with the cable: its requests are sent inside FORWARD_CAN to its current id.</summary>
/// <remarks>
/// A route exists only for an id that a scan has listed, so requests never reach the board with the cable, its second motor or 255
/// (broadcast) through it. A FORWARD_CAN without an id, which hangs the board with the cable, cannot be built.
/// </remarks>
/// <param name="uuid">UUID of the board: its id may change after a restart or with other settings.</param>
/// <param name="id">CAN id of the board.</param>
/// <param name="secondId">CAN id of the second motor on its chip.</param>
/// <param name="neighbours">The other nodes that the scan found on the bus.</param>
internal sealed class CanRoute(Uuid uuid, byte id, byte? secondId, IReadOnlyList<CanNeighbour> neighbours)
{
    /// <summary>The largest write in bytes: longer ones gain nothing on CAN.</summary>
    public const int WriteLength = 384;

    /// <summary>The longest request, in bytes of payload: 512 in the frame of the host.</summary>
    public const int RequestLength = 510;

    /// <summary>The longest reply, in bytes of payload.</summary>
    public const int ReplyLength = 511;

    private const int Head = 2;
    private const int OneFrame = 6;

    // Commands that change flash or restart the board. The board executes them at once, without a checksum.
    private static readonly Command[] _changing =
    [
        Command.JumpToBootloader, Command.Reboot, Command.EraseNewApp, Command.WriteNewAppData, Command.EraseBootloader,
        Command.QmlUiErase, Command.QmlUiWrite, Command.LispEraseCode, Command.LispWriteCode,
    ];

    private volatile int _id = id;
    private volatile int _secondId = secondId ?? -1;

    /// <summary>The board.</summary>
    public Uuid Uuid { get; } = uuid;

    /// <summary>The other nodes that the scan found on the bus.</summary>
    public IReadOnlyList<CanNeighbour> Neighbours { get; } = neighbours;

    /// <summary>The current CAN id.</summary>
    public byte Id => (byte)_id;

    /// <summary>The current CAN id of its second motor.</summary>
    public byte? SecondId => _secondId < 0 ? null : (byte)_secondId;

    /// <summary>Sets the id at which the board answers now.</summary>
    public void Follow(byte id)
    {
        _secondId = _secondId < 0 ? -1 : CanIds.Next(id);
        _id = id;
    }

    /// <summary>Writes a request for this board. A request for its second motor names its own target, and PING_CAN is for the board with
    /// the cable.</summary>
    public int Write(PayloadWriter request, Span<byte> payload)
    {
        int length = request(payload[Head..]);
        var command = (Command)payload[Head];
        if (command == Command.PingCan || (command == Command.ForwardCan && payload[Head + 1] == SecondId))
        {
            payload.Slice(Head, length).CopyTo(payload);
            return length;
        }

        if (command == Command.ForwardCan)
        {
            throw new InvalidOperationException($"{payload[Head + 1]} is not the second motor of the board with id {Id}.");
        }

        payload[0] = (byte)Command.ForwardCan;
        payload[1] = Id;
        return Head + length;
    }

    /// <summary>Whether a request fits one CAN frame and changes the board: such a request must not reach an unprepared board after a loss
    /// or delay.</summary>
    public static bool ChangesInOneFrame(PayloadWriter request)
    {
        Span<byte> payload = stackalloc byte[Framing.Frame.MaxPayload];
        int length = request(payload);
        return length <= OneFrame && Array.IndexOf(_changing, (Command)payload[0]) >= 0;
    }
}
