using System.Text;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Commands;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Time;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The firmware as it runs, from one start to the next reset: what it remembers in RAM is gone with it.</summary>
internal sealed class Application
{
    private static readonly TimeSpan DamageNoticed = TimeSpan.FromSeconds(1);
    private const int SettingsStart = 0x4000;
    private const int SettingsEnd = 0xC000;
    private const byte Alive = 30;
    private readonly Queue<Action> _stalled = new();
    private bool _damaged;
    private CommandContext? _lastCommand;
    private BoardEvent? _switchOff;
    private CommandThread? _hostThread;
    private TimeSpan _blockedUntil;

    public Application(Machine machine, FirmwareProfile firmware, string hardware, TimeSpan blockingThreadFrom)
    {
        Machine = machine;
        Firmware = firmware;
        Hardware = hardware;
        _blockedUntil = blockingThreadFrom;
        Flash = new FlashWork(this);
        Settings = new SettingsPages(machine.Flash);
        Qml = new CodeStore(machine, firmware.QmlSector);
        Lisp = new CodeStore(machine, firmware.LispSector);
        WatchdogFaultListed = firmware.ReportsWatchdogReset && machine.LastReset == ResetCause.Watchdog;
        Offsets = ConfigurationCommands.MeasureOffsets(this);
        ConfigurationCommands.StoreKeptCan(this);
        UseCan();
        Can = new CanInbox(this);
        Swd = new SwdProbe(machine.Wires);
        NoteActivity();
        if (machine.Options.UnsolicitedEvery is { } distance)
        {
            Chatter(distance);
        }
    }

    public Machine Machine { get; }

    public FirmwareProfile Firmware { get; }

    public string Hardware { get; }

    public FlashWork Flash { get; }

    public SettingsPages Settings { get; }

    public CodeStore Qml { get; }

    public CodeStore Lisp { get; }

    /// <summary>What comes from the CAN bus.</summary>
    public CanInbox Can { get; }

    /// <summary>What it knows of the board at its SWD pins.</summary>
    public SwdProbe Swd { get; private set; }

    /// <summary>The configurations that were set since the start, by kind. They act whether or not they could be stored.</summary>
    public Dictionary<byte, byte[]> Active { get; } = [];

    /// <summary>The offsets of each motor, by the kind of its configuration.</summary>
    public IReadOnlyDictionary<byte, MotorOffsets> Offsets { get; }

    /// <summary>The id on CAN, by the stored configuration.</summary>
    public byte CanId { get; private set; }

    /// <summary>The baud rate on CAN, by the stored configuration.</summary>
    public int CanBaud { get; private set; }

    /// <summary>Whether the node speaks the VESC's own protocol on CAN.</summary>
    public bool CanIsOn { get; private set; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether a flash error has left the watchdog at the slow pace that it has during flash work (up to 5.02).</summary>
    public bool WatchdogStaysSlow { get; set; }

    /// <summary>The configuration that a package was given since this start.</summary>
    public byte[]? PackageConfiguration { get; set; }

    /// <summary>Whether an erase has stopped the Lisp program.</summary>
    public bool LispIsStopped { get; private set; }

    /// <summary>Whether the terminal lists fault 10: this start was the watchdog's.</summary>
    public bool WatchdogFaultListed { get; }

    public void Stop() => IsAlive = false;

    /// <summary>The wires at the SWD pins are there now.</summary>
    public void UseProbe() => Swd = new SwdProbe(Machine.Wires);

    /// <summary>Uses the stored id, baud rate and mode on CAN from now on.</summary>
    public void UseCan()
    {
        (CanId, byte baud, byte mode) = ConfigurationCommands.CanOf(this);
        (CanBaud, CanIsOn) = (CanRate.Of(baud), mode != CanRate.Uavcan);
        Machine.KeptCan = Firmware.KeepsCanOverReset ? (CanId, baud) : null;
    }

    /// <summary>Runs <paramref name="action"/> after a time, if this application is still running then.</summary>
    public BoardEvent After(TimeSpan time, Action action) => Machine.Clock.After(time, () =>
    {
        if (IsAlive)
        {
            action();
        }
    });

    /// <summary>Makes the thread of the host's transport.</summary>
    public CommandThread MakeThread(IByteSource source, BoardPort port)
    {
        IDeviceReceiver receiver = Firmware.Resynchronises
            ? new ResynchronisingReceiver(Firmware.MaxPayload, Firmware.ReceiverIdle)
            : new StateMachineReceiver(Firmware.MaxPayload, Firmware.ReceiverIdle);
        _hostThread = new CommandThread(this, source, receiver, payload => SendOn(port, payload));
        return _hostThread;
    }

    /// <summary>Works on a command that a thread has understood.</summary>
    public void Handle(CommandContext context, DeviceFrame frame)
    {
        _lastCommand = context;
        Machine.Record.Command(frame.Payload[0]);
        if (frame.Payload[0] == Alive || FrameMatch.Write.Commands.Contains(frame.Payload[0]))
        {
            NoteActivity();
        }

        foreach (var (what, at) in Machine.Faults.OnRequest(frame.Payload))
        {
            switch (what)
            {
                case Refuse:
                    context.IsRefused = true;
                    break;
                case Neglect neglect:
                    context.Neglected = neglect.Share;
                    break;
                case CutPower cut when at is { } count:
                    context.Cut = (count, cut.Back);
                    break;
                default:
                    Machine.Suffer(what);
                    break;
            }
        }

        if (IsAlive)
        {
            Dispatch(context, frame);
        }
    }

    /// <summary>Works on a command, also on one that was forwarded.</summary>
    public void Dispatch(CommandContext context, DeviceFrame frame)
    {
        if (frame.Payload.IsEmpty)
        {
            return;
        }

        if ((Machine.Options.Family != SimulatedFamily.Vesc && !CommandTable.OtherFamilies.Contains(frame.Payload[0]))
            || (Machine.Options.Imitates && frame.Payload[0] is not (0 or 4 or 50)))
        {
            Machine.Record.Drop($"not simulated for this family: {frame.Payload[0]}");
        }
        else if (CommandTable.Find(frame.Payload[0], Firmware) is not { } handler)
        {
            Machine.Record.Drop($"unknown: {frame.Payload[0]}");
        }
        else
        {
            handler(this, context, frame);
        }
    }

    /// <summary>Hands work to the one blocking thread, which drops it silently while it has other work or is not yet there.</summary>
    public void OnBlockingThread(TimeSpan time, Action atEnd)
    {
        if (Machine.Clock.Now < _blockedUntil)
        {
            Machine.Record.Drop("blocking thread busy");
            return;
        }

        _blockedUntil = Machine.Clock.Now + time;
        After(time, atEnd);
    }

    /// <summary>What runs on the blocking thread takes so much longer.</summary>
    public void OccupyBlockingThread(TimeSpan time, Action atEnd)
    {
        _blockedUntil = Machine.Clock.Now + time;
        After(time, atEnd);
    }

    /// <summary>A Lisp program ends until the next start (from 6.00, where there is Lisp).</summary>
    public void StopLisp() => LispIsStopped = true;

    /// <summary>Sends a text to the sender of the last command, over the same link.</summary>
    public void Print(string text)
    {
        byte[] payload = [21, .. Encoding.Latin1.GetBytes(text)];
        if (_lastCommand is { } last)
        {
            last.Reply(payload);
        }
        else
        {
            SendToHost(payload);
        }
    }

    /// <summary>Sends a packet that nobody asked for.</summary>
    public void SendToHost(ReadOnlySpan<byte> payload)
    {
        if (_hostThread is not null && IsAlive)
        {
            SendOn(Machine.Port, payload.ToArray());
        }
    }

    /// <summary>Flash was programmed by a write command: if the running application is not what it was, it will not run for long.</summary>
    /// <param name="offset">Where, from the start of flash.</param>
    /// <param name="count">Bytes.</param>
    /// <param name="codeSector">The sector of the code that was written; 0 for a write of an upload, which owns sectors 8 to 11.</param>
    public void NoteProgrammed(int offset, int count, int codeSector)
    {
        if (Trespass(offset, count, codeSector) is not { } trespass)
        {
            return;
        }

        Machine.Record.Violations.Add($"write of {count} bytes at {SimulatedFlash.BaseAddress + offset:X8}, {trespass}");
        if (Firmware.ChecksItself && !_damaged && !Machine.IsStill(this))
        {
            _damaged = true;
            After(DamageNoticed,
                () => Machine.Hang(WatchdogStaysSlow ? Machine.Timing.Watchdog(Firmware.SlowWatchdogReload) : Machine.Timing.FaultLoop));
        }
    }

    private string? Trespass(int offset, int count, int codeSector)
    {
        int end = offset + count;
        if (offset < Firmware.ImageSize)
        {
            return offset >= SettingsStart && end <= SettingsEnd ? "into the settings" : "into the running application";
        }

        if (codeSector == 0)
        {
            return offset < SimulatedFlash.StagingOffset ? "below the staging area" : null;
        }

        var own = SimulatedFlash.Sectors[codeSector];
        return offset < own.Offset || end > own.End ? "code beyond its sector" : null;
    }

    /// <summary>A board that switches itself off counts from here; reads and erases are no activity.</summary>
    private void NoteActivity()
    {
        if (Machine.Options.OffAfter is { } time)
        {
            _switchOff?.Cancel();
            _switchOff = After(time, Machine.CutPower);
        }
    }

    /// <summary>Flash is done: what would have been sent meanwhile goes out.</summary>
    public void OnFlashDone()
    {
        while (!Machine.FlashIsBusy && _stalled.TryDequeue(out var send))
        {
            send();
        }
    }

    private void SendOn(BoardPort port, byte[] payload)
    {
        if (Machine.FlashIsBusy)
        {
            // The processor cannot fetch an instruction: no thread of it gets on.
            _stalled.Enqueue(() => SendOn(port, payload));
            return;
        }

        byte[] frame = DeviceSender.Frame(Firmware, payload);
        if (frame.Length > 0)
        {
            port.Send(frame, payload);
        }
    }

    private void Chatter(TimeSpan distance) => After(distance, () =>
    {
        int kind = Machine.Chance.Next(3);
        if (kind == 0)
        {
            Print("Unasked print");
        }
        else
        {
            byte[] payload = new byte[kind == 1 ? 5 : 9];
            Machine.Chance.Fill(payload);
            payload[0] = kind == 1 ? (byte)22 : (byte)75;
            SendToHost(payload);
        }

        Chatter(distance);
    });
}
