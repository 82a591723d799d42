using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Links;

/// <summary>USB: no byte is lost between host and board while flash is busy (the board accepts none), but the following ring buffer
/// wraps.</summary>
internal sealed class UsbPort(Machine machine) : BoardPort(machine)
{
    private const int TransmitQueue = 1024;
    private const int PacketSize = 64;
    private readonly Queue<byte[]> _toBoard = new();
    private readonly Queue<byte[]> _waiting = new();
    private readonly List<byte> _queue = [];
    private Application? _application;
    private CommandThread? _thread;
    private UsbRing _ring = new();
    private int _taken;
    private int _written;
    private int _backlog;
    private bool _polled;
    private bool _pulling;
    private bool _givesUpAtOnce;
    private BoardEvent? _deadline;
    private TimeSpan _silentUntil;

    public override int Backlog => _backlog;

    /// <summary>Bytes that the host has not yet read.</summary>
    public int Queued => _queue.Count;

    protected override bool DeviceIsThere => _application is not null;

    private TimeSpan Half => Machine.Timing.UsbTurnaround / 2;

    public override void OnApplication(Application application)
    {
        _ring = new UsbRing();
        _application = application;
        _thread = application.MakeThread(_ring, this);
        Update("the board started");
    }

    public override void OnNoApplication(string reason)
    {
        _application = null;
        _thread = null;
        Update(reason);
    }

    public override void Resume()
    {
        Pull();
        Push();
    }

    public override void ClientIsReady() => Poll(TimeSpan.Zero);

    protected override void Arrive(byte[] bytes, TimeSpan start)
    {
        int session = Session;
        _backlog += bytes.Length;
        Machine.Clock.At(start + Half, () =>
        {
            if (session == Session)
            {
                _toBoard.Enqueue(bytes);
                Pull();
            }
        });
    }

    protected override void Transmit(byte[] bytes, TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            var now = Machine.Clock.Now;
            _silentUntil = (_silentUntil > now ? _silentUntil : now) + pause;
        }

        _waiting.Enqueue(bytes);
        Push();
    }

    protected override void OnSession()
    {
        _toBoard.Clear();
        _waiting.Clear();
        _queue.Clear();
        _taken = _written = _backlog = 0;
        _polled = _givesUpAtOnce = false;
        _silentUntil = TimeSpan.Zero;
        _deadline?.Cancel();
        _deadline = null;

        // What it waited for is gone with the queue.
        if (_thread is { IsHeldUp: true } thread)
        {
            thread.IsHeldUp = false;
            thread.Drain();
        }
    }

    /// <summary>Moves the host's bytes into the ring buffer while the processor is not busy, and lets the thread process them.</summary>
    private void Pull()
    {
        if (_pulling)
        {
            return;
        }

        _pulling = true;
        int before = _backlog;
        while (_thread is { } thread && _application is { IsAlive: true } && !Machine.FlashIsBusy && _toBoard.TryPeek(out byte[]? bytes))
        {
            _backlog--;
            Machine.Record.BytesIn++;
            Machine.Record.BytesLost += _ring.Push(bytes[_taken++]);
            if (_taken == bytes.Length)
            {
                _toBoard.Dequeue();
                _taken = 0;
            }

            thread.Drain();
        }

        _pulling = false;
        if (_backlog < before)
        {
            RaiseBacklogShrank();
        }
    }

    /// <summary>Moves the application's output into the queue. A full queue blocks the thread for 100 ms, then no longer.</summary>
    private void Push()
    {
        while (_waiting.TryPeek(out byte[]? bytes))
        {
            int count = Math.Min(bytes.Length - _written, TransmitQueue - _queue.Count);
            _queue.AddRange(bytes.AsSpan(_written, count));
            _written += count;
            bool fits = _written == bytes.Length;
            if (!fits && !_givesUpAtOnce)
            {
                HoldUp();
                break;
            }

            Machine.Record.BytesLost += bytes.Length - _written;
            _givesUpAtOnce = !fits;
            Release();
        }

        Poll(Half);
    }

    private void HoldUp()
    {
        if (_thread is { } thread)
        {
            thread.IsHeldUp = true;
        }

        if (_deadline is null && _application?.Firmware.UsbWriteTimeout is { } timeout)
        {
            _deadline = Machine.Clock.After(timeout, () =>
            {
                _deadline = null;
                _givesUpAtOnce = true;
                Push();
                Resume();
            });
        }
    }

    private void Release()
    {
        _waiting.Dequeue();
        _written = 0;
        _deadline?.Cancel();
        _deadline = null;
        if (_thread is { IsHeldUp: true } thread && _waiting.Count == 0)
        {
            thread.IsHeldUp = false;
            thread.Drain();
        }
    }

    private void Poll(TimeSpan after)
    {
        if (_polled || _queue.Count == 0 || Client is null)
        {
            return;
        }

        _polled = true;
        int session = Session;
        var due = Machine.Clock.Now + after;
        Machine.Clock.At(due > _silentUntil ? due : _silentUntil, () =>
        {
            if (session == Session)
            {
                _polled = false;
                Deliver();
            }
        });
    }

    private void Deliver()
    {
        // A hanging processor serves no endpoint.
        if (Client is not { } client || _queue.Count == 0 || _application is not { IsAlive: true })
        {
            return;
        }

        byte[] bytes = [.. _queue];
        _queue.Clear();
        int session = Session;
        int taken = 0;
        for (int packet = PacketSize; packet == PacketSize && taken < bytes.Length;)
        {
            packet = client.Deliver(bytes.AsSpan(taken, Math.Min(PacketSize, bytes.Length - taken)));
            if (session != Session)
            {
                return;
            }

            taken += packet;
        }

        if (taken < bytes.Length)
        {
            _queue.InsertRange(0, bytes.AsSpan(taken));
        }

        if (taken > 0)
        {
            Push();
            Resume();
        }
    }
}
