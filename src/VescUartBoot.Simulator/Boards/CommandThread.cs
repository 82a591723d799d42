using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The thread of one transport: it takes bytes, finds frames, and works on one command at a time.</summary>
internal sealed class CommandThread(Application application, IByteSource source, IDeviceReceiver receiver, Action<byte[]> send)
{
    private bool _busy;
    private int _holds;
    private bool _draining;

    /// <summary>Whether it waits for room to write.</summary>
    public bool IsHeldUp { get; set; }

    /// <summary>Whether it takes no bytes now.</summary>
    public bool IsBusy => _busy || IsHeldUp || _holds > 0;

    /// <summary>Takes what there is until a command keeps it busy.</summary>
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

    /// <summary>Keeps the thread busy until the action that is returned has run.</summary>
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

    /// <summary>Keeps the thread busy for a time, then goes on with <paramref name="then"/> and with what came meanwhile.</summary>
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
}
