using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The thread of one transport: it reads bytes, decodes frames and executes one command at a time.</summary>
internal sealed class CommandThread(Application application, IByteSource source, IDeviceReceiver receiver, Action<byte[]> send)
{
    private bool _busy;
    private int _holds;
    private bool _draining;

    /// <summary>Whether the thread waits for room in the output queue.</summary>
    public bool IsHeldUp { get; set; }

    /// <summary>Whether the thread currently reads no bytes.</summary>
    public bool IsBusy => _busy || IsHeldUp || _holds > 0;

    /// <summary>Reads available bytes until a command keeps the thread busy.</summary>
    public void Drain()
    {
        if (_draining)
        {
            return;
        }

        _draining = true;
        while (!IsBusy && application.IsAlive)
        {
            if (receiver.TryTake(out var frame))
            {
                Handle(frame);
            }
            else if (source.TryRead(out byte value))
            {
                receiver.Append(value, application.Machine.Clock.Now);
            }
            else
            {
                break;
            }
        }

        _draining = false;
    }

    /// <summary>Keeps the thread busy until the returned action has run.</summary>
    public Action Hold()
    {
        _holds++;
        return () =>
        {
            _holds--;
            Drain();
            application.Machine.Resume();
        };
    }

    /// <summary>Keeps the thread busy for a time, then runs <paramref name="then"/> and processes the bytes received meanwhile.</summary>
    public void Occupy(TimeSpan time, Action then)
    {
        _busy = true;
        application.After(time, () =>
        {
            _busy = false;
            then();
            Drain();
            application.Machine.Resume();
        });
    }

    private void Handle(DeviceFrame frame)
    {
        var context = new CommandContext(application, this, send) { Motor = receiver.Motor };
        if (application.Machine.Timing.Handling is { Ticks: > 0 } time)
        {
            Occupy(time, () => application.Handle(context, frame));
        }
        else
        {
            application.Handle(context, frame);
        }
    }
}
