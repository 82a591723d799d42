using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Links;

/// <summary>The port of a board as the host sees it: what passes between the two, with the faults of the line.</summary>
internal abstract class BoardPort(Machine machine)
{
    private TimeSpan _quietUntil;

    /// <summary>The port appeared (true) or vanished (false) for the host.</summary>
    public Action<bool>? PresenceChanged { get; set; }

    /// <summary>Who has it open; one at a time.</summary>
    public IHostClient? Client { get; private set; }

    /// <summary>Whether the host sees the port.</summary>
    public bool IsThere { get; private set; }

    /// <summary>How often the port has come back under another name.</summary>
    public int Name { get; private set; }

    /// <summary>Whether the cable is in.</summary>
    public bool IsPlugged { get; private set; } = true;

    /// <summary>How many bytes the host has handed over that the board has not yet taken.</summary>
    public abstract int Backlog { get; }

    /// <summary>The board has taken some of the backlog, or the port is gone.</summary>
    public Action? BacklogShrank { get; set; }

    /// <summary>Counts how often the port vanished: what was under way then is void.</summary>
    protected int Session { get; private set; }

    protected Machine Machine => machine;

    /// <summary>Opens the port. False: it is not there, or somebody has it.</summary>
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

    /// <summary>Takes bytes from the host. Inside an event of the board.</summary>
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

    /// <summary>Takes the cable out, and puts it in again after <paramref name="back"/>.</summary>
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

    /// <summary>Brings <see cref="IsThere"/> up to date.</summary>
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
                // In an event of its own: the client may go on at once, and must find the board as it is then.
                machine.Clock.At(machine.Clock.Now, () => client.Lost(reason));
            }

            RaiseBacklogShrank();
        }

        PresenceChanged?.Invoke(there);
    }

    /// <summary>The application opened its end.</summary>
    public abstract void OnApplication(Application application);

    /// <summary>The application is gone.</summary>
    public abstract void OnNoApplication(string reason);

    /// <summary>The processor has time again.</summary>
    public abstract void Resume();

    /// <summary>The client takes bytes again.</summary>
    public abstract void ClientIsReady();

    /// <summary>Whether the host would see the port with the cable in.</summary>
    protected abstract bool DeviceIsThere { get; }

    /// <summary>Bytes leave the host at <paramref name="start"/>.</summary>
    protected abstract void Arrive(byte[] bytes, TimeSpan start);

    /// <summary>Bytes leave the application, behind a pause of the line.</summary>
    protected abstract void Transmit(byte[] bytes, TimeSpan pause);

    /// <summary>The port appeared or vanished: nothing is left of what was under way.</summary>
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
