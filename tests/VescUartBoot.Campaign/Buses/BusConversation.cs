using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign.Buses;

/// <summary>What a job sends to the board with the cable and through it to the others, looked at on its way.</summary>
/// <param name="machines">The boards, the one with the cable first.</param>
/// <param name="conversations">What each of them is told.</param>
/// <param name="clock">The clock.</param>
/// <param name="broken">Takes a law and what broke it.</param>
internal sealed class BusConversation(
    IReadOnlyList<Machine> machines, IReadOnlyList<Conversation> conversations, ManualClock clock, Action<string, string> broken)
{
    private const byte Forward = 34;
    private const byte Everybody = 255;
    private const byte Values = 50;
    private const byte Restart = 29;
    private const int OneFrame = 6;

    private static readonly byte[] _changing = [1, 2, 3, Restart, 73, 120, 121, 131, 132];
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(1);
    private static readonly byte[] _barrier = [Values, 0, 2, 0, 0];

    private (byte Id, TimeSpan At)? _asked;

    /// <summary>The board that the job is about: 0 is the one with the cable.</summary>
    public int Wanted { get; set; }

    /// <summary>A frame goes out on the cable.</summary>
    public void Look(ReadOnlySpan<byte> frame)
    {
        switch (Conversation.PayloadOf(frame))
        {
            case [Forward]:
                broken("addressed", "FORWARD_CAN without an id hangs the board with the cable");
                break;
            case [Forward, var id, .. var inner] when IsOwn(id):
                conversations[0].Ask(inner);
                break;
            case [Forward, var id, .. var inner]:
                LookAtForwarded(id, inner);
                break;
            case [var command, ..] payload:
                if (Wanted != 0 && Changes(payload))
                {
                    broken("neighbours", $"the board with the cable is sent command {command} by a job on another one");
                }

                conversations[0].Ask(payload);
                break;
        }
    }

    private static bool Changes(ReadOnlySpan<byte> payload) => payload.Length > 0 && _changing.AsSpan().Contains(payload[0]);

    // The second motor of the board with the cable is no node, unless another board has its id.
    private bool IsOwn(byte id) => machines[0].Options.DualMotor && id == machines[0].CanId(2);

    private void LookAtForwarded(byte id, ReadOnlySpan<byte> inner)
    {
        if (id == Everybody || id == machines[0].CanId(1))
        {
            broken("addressed", $"id {id} on the bus is {(id == Everybody ? "everybody" : "the board with the cable")}");
        }

        if (Changes(inner))
        {
            LookAtChange(id, inner);
        }

        _asked = inner.SequenceEqual(_barrier) ? (id, clock.Elapsed) : _asked;
        for (int i = 1; i < machines.Count; i++)
        {
            if (machines[i].CanId(1) == id)
            {
                conversations[i].Ask(inner);
            }
        }
    }

    private void LookAtChange(byte id, ReadOnlySpan<byte> inner)
    {
        for (int i = 1; i < machines.Count; i++)
        {
            if (i != Wanted && machines[i].State == BoardState.Running && machines[i].Hears(id))
            {
                broken("neighbours", $"command {inner[0]} for board {Wanted} goes to id {id}, which board {i} hears");
            }
        }

        if (inner.Length <= OneFrame && !(_asked is { } asked && asked.Id == id && clock.Elapsed - asked.At <= _fresh))
        {
            broken("barrier", $"command {inner[0]} goes to id {id} in one frame, and the node was not asked for its id within 1 s");
        }
    }
}
