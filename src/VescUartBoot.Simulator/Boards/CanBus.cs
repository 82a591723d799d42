namespace VescUartBoot.Simulator.Boards;

/// <summary>The bus between a board and those behind it. There is no retransmission: what is lost is answered by silence.</summary>
internal sealed class CanBus
{
    private const int FirstPart = 259;
    private readonly List<Machine> _machines = [];

    public void Join(Machine machine) => _machines.Add(machine);

    public IEnumerable<Machine> Others(Machine machine) => _machines.Where(other => !ReferenceEquals(other, machine));

    /// <summary>The ids that answer a ping of this machine, in order; its own second motor is one of them.</summary>
    public byte[] Ids(Machine machine)
    {
        var ids = new SortedSet<byte>();
        foreach (var other in _machines.Where(other => other.State == BoardState.Running))
        {
            if (!ReferenceEquals(other, machine))
            {
                ids.Add(other.CanId(1));
            }

            if (other.Options.DualMotor)
            {
                ids.Add(other.CanId(2));
            }
        }

        return [.. ids];
    }

    /// <summary>Sends a command to a node; its reply comes back as if the first board had answered.</summary>
    public void Forward(Machine from, CommandContext context, byte id, byte[] payload)
    {
        context.Thread.Occupy(Time(from, payload), () =>
        {
            var target = _machines.Find(other => !ReferenceEquals(other, from)
                && (other.CanId(1) == id || (other.Options.DualMotor && other.CanId(2) == id)));
            if (target is null)
            {
                from.Record.Drop("no such CAN node");
            }
            else
            {
                Deliver(from, target, payload, target.CanId(1) == id ? 1 : 2, answered: true);
            }
        });
    }

    /// <summary>Sends a command to every other node. Nobody answers.</summary>
    public void Broadcast(Machine from, byte[] payload)
    {
        foreach (var target in Others(from).Where(other => other.Options.Family == SimulatedFamily.Vesc))
        {
            Deliver(from, target, payload, motor: 1, answered: false);
        }
    }

    /// <summary>Brings the answer of a node back to the board that asked, which hands it to its host.</summary>
    public static void SendBack(Machine from, Machine asker, byte[] payload) => from.After(Time(from, payload), () =>
    {
        if (asker.FlashIsBusy || Lost(from, payload))
        {
            asker.Record.Drop("CAN message lost");
        }
        else
        {
            asker.Application?.SendToHost(payload);
        }
    });

    private static void Deliver(Machine from, Machine target, byte[] payload, int motor, bool answered)
    {
        if (target.FlashIsBusy || Lost(from, payload) || payload.Length > (target.Application?.Firmware.CanBuffer ?? 0))
        {
            target.Record.Drop("CAN message lost");
        }
        else
        {
            target.Application?.Can.Take(payload, motor, answered ? from : null);
        }
    }

    private static TimeSpan Time(Machine machine, byte[] payload) => machine.Timing.CanFrame * Frames(payload.Length);

    /// <summary>Frames of a message: one up to 6 bytes, else 7 bytes a frame up to offset 255, then 6, and one that ends it.</summary>
    private static int Frames(int length) => length <= 6 ? 1
        : ((Math.Min(length, FirstPart) + 6) / 7) + ((Math.Max(0, length - FirstPart) + 5) / 6) + 1;

    private static bool Lost(Machine machine, byte[] payload)
    {
        bool lost = false;
        for (int i = Frames(payload.Length); machine.Options.CanLoss > 0 && i > 0; i--)
        {
            lost |= machine.Chance.NextDouble() < machine.Options.CanLoss;
        }

        return lost;
    }
}
