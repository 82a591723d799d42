using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Can;

/// <summary>The thread of a board that processes CAN frames from a ring buffer, one command at a time.</summary>
internal sealed class CanInbox : IByteSource, IDeviceReceiver
{
    private const int Ring = 50;
    private static readonly byte[] ChangesFlash = [1, 2, 3, 73, 81];
    private readonly Queue<CanFrame> _ring = new();
    private readonly CanReassembly _messages;
    private readonly Application _application;
    private readonly CommandThread _thread;
    private CanMessage? _current;

    public CanInbox(Application application)
    {
        _application = application;
        _messages = new CanReassembly(application.Firmware.CanBuffers, application.Firmware.CanBuffer);
        _thread = new CommandThread(application, this, this, Reply);
    }

    public int Motor => _current is { } message ? _application.Machine.MotorOf(message.Target) : 1;

    /// <summary>Whether the thread is idle and therefore replies to a ping.</summary>
    public bool IsFree => !_thread.IsBusy && !_application.Machine.FlashIsBusy;

    /// <summary>Whether a command to this motor is dropped: commands that change flash are, for the second motor.</summary>
    public static bool IsGuarded(Application application, int motor, byte command) =>
        motor == 2 && application.Firmware.GuardsSecondMotor && ChangesFlash.Contains(command);

    /// <summary>Whether a command changes flash or restarts the board.</summary>
    public static bool IsOfFlash(byte command) => ChangesFlash.Contains(command);

    public void Take(CanFrame frame)
    {
        if (_ring.Count == Ring)
        {
            // The ring wraps: its content is lost.
            _ring.Clear();
            _application.Machine.Record.Drop("CAN ring wrapped");
        }

        _ring.Enqueue(frame);
        _thread.Drain();
    }

    void IDeviceReceiver.Append(byte value, TimeSpan now) => throw new NotSupportedException("CAN brings whole messages.");

    bool IDeviceReceiver.TryTake(out DeviceFrame frame)
    {
        while (_ring.TryDequeue(out var next))
        {
            if (_messages.Take(next) is not { Payload.Length: > 0 } message)
            {
                continue;
            }

            if (message.Mode == CanMessage.Reply)
            {
                _application.SendToHost(message.Payload);
            }
            else if (IsGuarded(_application, _application.Machine.MotorOf(message.Target), message.Payload[0]))
            {
                _application.Machine.Record.Drop("for the second motor");
            }
            else
            {
                _current = message;
                frame = new DeviceFrame([.. message.Payload, .. new byte[512]], 0, message.Payload.Length);
                return true;
            }
        }

        frame = default;
        return false;
    }

    bool IByteSource.TryRead(out byte value)
    {
        value = 0;
        return false;
    }

    private void Reply(byte[] payload)
    {
        if (_current is { Mode: CanMessage.Command } message && payload.Length <= _application.Firmware.CanBuffer)
        {
            var machine = _application.Machine;
            machine.Can.Send(new CanMessage(machine.CanId(1), message.Sender, CanMessage.Reply, payload), _thread.Hold());
        }
    }
}
