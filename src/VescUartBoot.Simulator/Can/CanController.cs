using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Can;

/// <summary>The CAN controller of a chip: three transmit mailboxes, which repeat until a node acknowledges, and a receive FIFO of three
/// frames.</summary>
internal sealed class CanController(Machine machine)
{
    private const int Mailboxes = 3;
    private const int ReceiveFifo = 3;
    private static readonly TimeSpan WaitsForMailbox = TimeSpan.FromMilliseconds(5);
    private readonly List<CanFrame> _mailboxes = [];
    private readonly Queue<CanFrame> _fifo = new();
    private readonly LinkedList<Sending> _sendings = [];

    public Machine Machine => machine;

    /// <summary>Whether the node is plugged into the bus.</summary>
    public bool IsPlugged { get; private set; } = true;

    /// <summary>Whether the controller receives and acknowledges frames of this baud rate. It is off in the bootloader and during a
    /// reset.</summary>
    public bool IsOn(int baud) => IsPlugged && machine.Application is { IsAlive: true, CanIsOn: true } application
        && application.CanBaud == baud;

    /// <summary>The next frame to send: the oldest in the mailboxes.</summary>
    public CanFrame? Next => machine.Application is { IsAlive: true, CanIsOn: true } ? _mailboxes.FirstOrDefault() : null;

    /// <summary>Number of frames in the mailboxes.</summary>
    public int Waiting => _mailboxes.Count;

    public void Plug(bool isIn)
    {
        IsPlugged = isIn;
        machine.Bus.Kick();
    }

    /// <summary>Sends a message. <paramref name="then"/> runs when the last frame has a mailbox, or was dropped because none became
    /// free.</summary>
    public void Send(CanMessage message, Action then)
    {
        var sending = new Sending(message.Frames(), then);
        _sendings.AddLast(sending);
        Go(sending);
        machine.Bus.Kick();
    }

    /// <summary>Handles the end of a transmission.</summary>
    public void Sent(CanFrame frame)
    {
        _mailboxes.Remove(frame);
        foreach (var sending in _sendings.ToList())
        {
            Go(sending);
        }
    }

    /// <summary>Receives a frame for this node.</summary>
    public void Receive(CanFrame frame)
    {
        if (!machine.FlashIsBusy)
        {
            machine.Application?.Can.Take(frame);
        }
        else if (_fifo.Count < ReceiveFifo)
        {
            _fifo.Enqueue(frame);
        }
        else
        {
            machine.Record.Drop("CAN FIFO overrun");
        }
    }

    /// <summary>Handles received frames when the processor serves interrupts again after a command that blocked them.</summary>
    public void OnFlashDone()
    {
        if (_fifo.Count > 0)
        {
            machine.After(TimeSpan.Zero, EmptyFifo);
        }
    }

    private void EmptyFifo()
    {
        while (!machine.FlashIsBusy && _fifo.TryDequeue(out var frame))
        {
            machine.Application?.Can.Take(frame);
        }
    }

    /// <summary>Clears all queues after a reset of the chip.</summary>
    public void Reset()
    {
        _mailboxes.Clear();
        _fifo.Clear();
        foreach (var sending in _sendings)
        {
            sending.Deadline?.Cancel();
        }

        _sendings.Clear();
    }

    private void Go(Sending sending)
    {
        while (sending.At < sending.Frames.Count && _mailboxes.Count < Mailboxes)
        {
            sending.Deadline?.Cancel();
            sending.Deadline = null;
            _mailboxes.Add(sending.Frames[sending.At++]);
        }

        if (sending.At == sending.Frames.Count)
        {
            if (_sendings.Remove(sending))
            {
                sending.Then();
            }
        }
        else if (sending.Deadline is null)
        {
            sending.Deadline = machine.After(WaitsForMailbox, () =>
            {
                sending.Deadline = null;
                sending.At++;
                machine.Record.Drop("no CAN mailbox");
                Go(sending);
            });
        }
    }

    private sealed class Sending(IReadOnlyList<CanFrame> frames, Action then)
    {
        public IReadOnlyList<CanFrame> Frames { get; } = frames;

        public Action Then { get; } = then;

        public int At { get; set; }

        public BoardEvent? Deadline { get; set; }
    }
}
