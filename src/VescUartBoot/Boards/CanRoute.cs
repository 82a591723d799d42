using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The way to a board behind the one that has the cable: its requests go out inside FORWARD_CAN to the id that it has
/// now.</summary>
/// <remarks>
/// Only an id that a scan has listed makes a route, so the board with the cable, its second motor and 255 (everybody) are never reached by
/// one. A FORWARD_CAN without an id, which hangs the board with the cable, cannot be written.
/// </remarks>
/// <param name="uuid">The board at its end: after a restart or with other settings it has another id.</param>
/// <param name="id">Its id.</param>
/// <param name="secondId">The id of the second motor on its chip.</param>
/// <param name="neighbours">Who else was on the bus when it was scanned.</param>
internal sealed class CanRoute(Uuid uuid, byte id, byte? secondId, IReadOnlyList<CanNeighbour> neighbours)
{
    /// <summary>The most bytes of one write: more gains nothing on CAN.</summary>
    public const int WriteLength = 384;

    /// <summary>The longest request, in bytes of payload: 512 in the frame of the host.</summary>
    public const int RequestLength = 510;

    /// <summary>The longest reply, in bytes of payload.</summary>
    public const int ReplyLength = 511;

    private const int Head = 2;
    private const int OneFrame = 6;

    // Executed at once, without a checksum: these change flash, or restart the board.
    private static readonly Command[] _changing =
    [
        Command.JumpToBootloader, Command.Reboot, Command.EraseNewApp, Command.WriteNewAppData, Command.EraseBootloader,
        Command.QmlUiErase, Command.QmlUiWrite, Command.LispEraseCode, Command.LispWriteCode,
    ];

    private volatile int _id = id;
    private volatile int _secondId = secondId ?? -1;

    /// <summary>The board.</summary>
    public Uuid Uuid { get; } = uuid;

    /// <summary>Who else was on the bus when it was scanned.</summary>
    public IReadOnlyList<CanNeighbour> Neighbours { get; } = neighbours;

    /// <summary>The id that it has now.</summary>
    public byte Id => (byte)_id;

    /// <summary>The id that its second motor has now.</summary>
    public byte? SecondId => _secondId < 0 ? null : (byte)_secondId;

    /// <summary>The board answers at another id now.</summary>
    public void Follow(byte id)
    {
        _secondId = _secondId < 0 ? -1 : CanIds.Next(id);
        _id = id;
    }

    /// <summary>Writes a request for this board; one for its second motor names the target itself, and PING_CAN is for the board with the
    /// cable.</summary>
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

    /// <summary>Whether a request travels in one frame and changes something: a lost or late one of these is not to meet a board
    /// unprepared.</summary>
    public static bool ChangesInOneFrame(PayloadWriter request)
    {
        Span<byte> payload = stackalloc byte[Framing.Frame.MaxPayload];
        int length = request(payload);
        return length <= OneFrame && Array.IndexOf(_changing, (Command)payload[0]) >= 0;
    }
}
