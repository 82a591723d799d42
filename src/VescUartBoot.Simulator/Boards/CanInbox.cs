using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The thread of a board that works on what comes from CAN.</summary>
internal sealed class CanInbox : IByteSource, IDeviceReceiver
{
    private const int MaxWaiting = 3; // reassembly buffers
    private static readonly byte[] ChangesFlash = [1, 2, 3, 73, 81];
    private readonly Queue<(byte[] Payload, int Motor, Machine? Asker)> _waiting = new();
    private readonly Application _application;
    private readonly CommandThread _thread;
    private Machine? _asker;

    public CanInbox(Application application)
    {
        _application = application;
        _thread = new CommandThread(application, this, this, Reply);
    }

    public int Motor { get; private set; }

    public void Take(byte[] payload, int motor, Machine? asker)
    {
        if (_waiting.Count >= MaxWaiting || (motor == 2 && _application.Firmware.GuardsSecondMotor && ChangesFlash.Contains(payload[0])))
        {
            _application.Machine.Record.Drop("CAN message lost");
            return;
        }

        _waiting.Enqueue((payload, motor, asker));
        _thread.Drain();
    }

    void IDeviceReceiver.Append(byte value, TimeSpan now) => throw new NotSupportedException("CAN brings whole messages.");

    bool IDeviceReceiver.TryTake(out DeviceFrame frame)
    {
        bool any = _waiting.TryDequeue(out var next);
        frame = any ? new DeviceFrame([.. next.Payload, .. new byte[512]], 0, next.Payload.Length) : default;
        (Motor, _asker) = any ? (next.Motor, next.Asker) : (Motor, _asker);
        return any;
    }

    bool IByteSource.TryRead(out byte value)
    {
        value = 0;
        return false;
    }

    private void Reply(byte[] payload)
    {
        if (_asker is { } asker)
        {
            CanBus.SendBack(_application.Machine, asker, payload);
        }
    }
}
