using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Can;

/// <summary>The CAN bus between a board and the boards behind it: one frame at a time, lowest identifier first, at the sender's baud
/// rate.</summary>
/// <remarks>
/// Nodes with another baud rate neither receive nor disturb frames. A frame that no other node acknowledges stays in its mailbox until one
/// does. The options of the first board set loss, duplication and delay; a lost frame gets no reply.
/// </remarks>
internal sealed class CanBus
{
    private const double UsualBaud = 500_000;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(2);
    private readonly List<Machine> _machines = [];
    private bool _isBusy;

    private Machine First => _machines[0];

    public void Join(Machine machine) => _machines.Add(machine);

    public IEnumerable<Machine> Others(Machine machine) => _machines.Where(other => !ReferenceEquals(other, machine));

    /// <summary>Ids that reply to a ping of this machine, in order, including its own second motor.</summary>
    public byte[] Ids(Machine machine)
    {
        int baud = machine.Application!.CanBaud;
        var ids = new SortedSet<byte>();
        foreach (var other in Others(machine).Where(other => other.Can.IsOn(baud) && other.Application!.Can.IsFree))
        {
            AddAnswering(ids, other.CanId(1));
            if (other.Options.DualMotor)
            {
                AddAnswering(ids, other.CanId(2));
            }
        }

        if (machine.Options.DualMotor)
        {
            ids.Add(machine.CanId(2));
        }

        return [.. ids];
    }

    /// <summary>Whether any node acknowledges a frame of this machine.</summary>
    public bool HasOthers(Machine machine) =>
        machine.Application is { } application && Others(machine).Any(other => other.Can.IsOn(application.CanBaud));

    /// <summary>Sends the next frame, if possible, after a change.</summary>
    public void Kick()
    {
        if (_isBusy)
        {
            return;
        }

        Machine? sender = null;
        foreach (var machine in _machines)
        {
            if (machine.Can is { IsPlugged: true, Next: { } frame } && HasOthers(machine)
                && (sender is null || frame.Priority < sender.Can.Next!.Priority))
            {
                sender = machine;
            }
        }

        if (sender is not null)
        {
            Transmit(sender, sender.Can.Next!, sender.Application!.CanBaud);
        }
    }

    private void Transmit(Machine sender, CanFrame frame, int baud)
    {
        _isBusy = true;
        var time = First.Timing.CanFrame * (frame.Length * UsualBaud / baud);
        First.Clock.After(time, () =>
        {
            _isBusy = false;
            if (sender.Can.Next is not null && HasOthers(sender))
            {
                Deliver(sender, frame, baud);
                sender.Can.Sent(frame);
            }

            Kick();
        });
    }

    private void Deliver(Machine sender, CanFrame frame, int baud)
    {
        var options = First.Options;
        if (Strikes(options.CanLoss))
        {
            First.Record.Drop("CAN frame lost");
            return;
        }

        var targets = Others(sender).Where(other => other.Can.IsOn(baud) && other.Hears(frame.Target)).ToList();
        void Hand() => targets.ForEach(target => target.Can.Receive(frame));
        if (Strikes(options.CanDelayed))
        {
            First.Clock.After(Delay, Hand);
        }
        else
        {
            Hand();
        }

        if (Strikes(options.CanDoubled))
        {
            Hand();
        }
    }

    private void AddAnswering(SortedSet<byte> ids, byte id)
    {
        if (!Strikes(First.Options.CanLoss) && !Strikes(First.Options.CanLoss))
        {
            ids.Add(id);
        }
    }

    private bool Strikes(double chance) => chance > 0 && First.Chance.NextDouble() < chance;
}
