using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Links;

/// <summary>The port of a board as the host sees it: data in both directions, with the line faults.</summary>
internal abstract class BoardPort(Machine machine)
{
    private TimeSpan _quietUntil;

    /// <summary>Raised when the port appears (true) or disappears (false) for the host.</summary>
    public Action<bool>? PresenceChanged { get; set; }

    /// <summary>The client that has the port open; one at a time.</summary>
    public IHostClient? Client { get; private set; }

    /// <summary>Whether the port is visible to the host.</summary>
    public bool IsThere { get; private set; }

    /// <summary>Number of returns of the port under another name.</summary>
    public int Name { get; private set; }

    /// <summary>Whether the cable is connected.</summary>
    public bool IsPlugged { get; private set; } = true;

    /// <summary>Number of bytes from the host that the board has not yet read.</summary>
    public abstract int Backlog { get; }

    /// <summary>Raised when the board has read part of the backlog, or the port is gone.</summary>
    public Action? BacklogShrank { get; set; }

    /// <summary>Number of disappearances of the port; each discards the data in transit.</summary>
    public int Session { get; private set; }

    protected Machine Machine => machine;

    /// <summary>Opens the port. Returns false if it does not exist or is in use.</summary>
    public bool TryOpen(IHostClient client)
    {
        if (!IsThere || Client is not null)
        {
            return false;
        }

        Client = client;
        ClientIsReady();
        return true;
    }

    public void Close(IHostClient client)
    {
        if (ReferenceEquals(Client, client))
        {
            Client = null;
        }
    }

    /// <summary>Receives bytes from the host. Call it inside an event of the board.</summary>
    public void FromHost(byte[] bytes)
    {
        if (!IsThere)
        {
            return;
        }

        foreach (var piece in machine.Faults.ToBoard(bytes))
        {
            Hold(piece.Delay);
            if (piece.Bytes.Length > 0)
            {
                var start = machine.Clock.Now > _quietUntil ? machine.Clock.Now : _quietUntil;
                Arrive(piece.Bytes, start);
            }

            if (piece.Accident is { } accident)
            {
                machine.Suffer(accident);
                if (!IsThere)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Sends a frame of the board to the host.</summary>
    public void Send(byte[] frame, ReadOnlySpan<byte> payload)
    {
        machine.Record.Replies++;
        foreach (var piece in machine.Faults.ToHost(frame, payload))
        {
            if (piece.Accident is { } accident)
            {
                machine.Suffer(accident);
            }

            if (IsThere && (piece.Bytes.Length > 0 || piece.Delay > TimeSpan.Zero))
            {
                Transmit(piece.Bytes, piece.Delay);
            }
        }
    }

    /// <summary>Disconnects the cable and reconnects it after <paramref name="back"/>.</summary>
    public void Unplug(TimeSpan? back)
    {
        IsPlugged = false;
        Update("the cable was pulled");
        if (back is { } time)
        {
            machine.Clock.After(time, Plug);
        }
    }

    public void Plug()
    {
        IsPlugged = true;
        Update("the cable was put in");
        machine.OnPlugged();
    }

    /// <summary>Updates <see cref="IsThere"/>.</summary>
    public void Update(string reason)
    {
        bool there = IsPlugged && DeviceIsThere;
        if (there == IsThere)
        {
            return;
        }

        IsThere = there;
        Name += there && Session > 0 && machine.Options.RenamesPort ? 1 : 0;
        Session++;
        _quietUntil = TimeSpan.Zero;
        OnSession();
        if (!there)
        {
            var client = Client;
            Client = null;
            if (client is not null)
            {
                // In a separate event: the client may continue at once and must see the final state of the board.
                machine.Clock.At(machine.Clock.Now, () => client.Lost(reason));
            }

            RaiseBacklogShrank();
        }

        PresenceChanged?.Invoke(there);
    }

    /// <summary>Called when the application opens its end.</summary>
    public abstract void OnApplication(Application application);

    /// <summary>Called when the application ends.</summary>
    public abstract void OnNoApplication(string reason);

    /// <summary>Called when the processor is no longer busy.</summary>
    public abstract void Resume();

    /// <summary>Called when the client accepts bytes again.</summary>
    public abstract void ClientIsReady();

    /// <summary>Whether the port is visible to the host when the cable is connected.</summary>
    protected abstract bool DeviceIsThere { get; }

    /// <summary>Sends bytes of the host at <paramref name="start"/>.</summary>
    protected abstract void Arrive(byte[] bytes, TimeSpan start);

    /// <summary>Sends bytes of the application after a pause of the line.</summary>
    protected abstract void Transmit(byte[] bytes, TimeSpan pause);

    /// <summary>Discards data in transit when the port appears or disappears.</summary>
    protected abstract void OnSession();

    protected void RaiseBacklogShrank() => BacklogShrank?.Invoke();

    private void Hold(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
        {
            var now = machine.Clock.Now;
            _quietUntil = (_quietUntil > now ? _quietUntil : now) + delay;
        }
    }
}
