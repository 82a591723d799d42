using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Links;

/// <summary>A UART with an adapter: the port exists as long as the adapter does, independent of the board.</summary>
internal sealed class UartPort(Machine machine) : BoardPort(machine), IByteSource
{
    private readonly Queue<byte> _queue = new();
    private Application? _application;
    private CommandThread? _thread;
    private TimeSpan _inFreeAt;
    private TimeSpan _outFreeAt;
    private byte? _register;
    private int _backlog;

    public override int Backlog => _backlog;

    protected override bool DeviceIsThere => true;

    private TimeSpan ByteTime => Machine.Timing.PacesUart ? TimeSpan.FromSeconds(10.0 / Machine.Options.Baud) : TimeSpan.Zero;

    public bool TryRead(out byte value) => _queue.TryDequeue(out value);

    public override void OnApplication(Application application)
    {
        _queue.Clear();
        _register = null;
        _application = application;
        _thread = application.MakeThread(this, this);
    }

    public override void OnNoApplication(string reason)
    {
        _application = null;
        _thread = null;
    }

    public override void Resume()
    {
        if (_register is { } held && !Machine.FlashIsBusy && _application is not null)
        {
            _register = null;
            _queue.Enqueue(held);
            _thread?.Drain();
        }
    }

    public override void ClientIsReady()
    {
    }

    protected override void Arrive(byte[] bytes, TimeSpan start)
    {
        // In pieces that end at a possible frame end, so that a reply starts at the right time; each byte keeps its own time.
        _inFreeAt = start > _inFreeAt ? start : _inFreeAt;
        for (int at = 0; at < bytes.Length;)
        {
            int stop = bytes.AsSpan(at).IndexOf((byte)3);
            int end = stop < 0 ? bytes.Length : at + stop + 1;
            byte[] piece = bytes[at..end];
            var first = _inFreeAt + ByteTime;
            _inFreeAt += ByteTime * piece.Length;
            _backlog += piece.Length;
            int session = Session;
            Machine.Clock.At(_inFreeAt, () => Take(piece, first, session));
            at = end;
        }
    }

    protected override void Transmit(byte[] bytes, TimeSpan pause)
    {
        var now = Machine.Clock.Now;
        _outFreeAt = (_outFreeAt > now ? _outFreeAt : now) + pause + (ByteTime * bytes.Length);
        int session = Session;
        Machine.Clock.At(_outFreeAt, () =>
        {
            if (session == Session)
            {
                Client?.Deliver(bytes);
            }
        });
    }

    protected override void OnSession()
    {
        _backlog = 0;
        _inFreeAt = _outFreeAt = TimeSpan.Zero;
    }

    private void Take(byte[] piece, TimeSpan first, int session)
    {
        if (session != Session)
        {
            return;
        }

        _backlog -= piece.Length;
        RaiseBacklogShrank();
        if (_thread is null || _application is not { IsAlive: true } application)
        {
            return;
        }

        var (busyFrom, busyTo) = Machine.LastFlashBusy;
        for (int i = 0; i < piece.Length; i++)
        {
            if (_thread is not { } thread)
            {
                // An earlier byte has restarted the board.
                return;
            }

            Machine.Record.BytesIn++;
            var at = first + (ByteTime * i);
            bool masked = Machine.FlashIsBusy || (at > busyFrom && at < busyTo);
            if (masked && _register is null && Machine.FlashIsBusy)
            {
                // The hardware buffers one byte.
                _register = piece[i];
                continue;
            }

            if (masked || _queue.Count >= application.Firmware.UartQueue)
            {
                Machine.Record.BytesLost++;
                continue;
            }

            _queue.Enqueue(piece[i]);
            if (!thread.IsBusy)
            {
                thread.Drain();
            }
        }
    }
}
