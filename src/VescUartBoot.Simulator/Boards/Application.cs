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

/// <summary>The running firmware, from one start to the next reset, which clears its RAM state.</summary>
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

    /// <summary>Messages received from the CAN bus.</summary>
    public CanInbox Can { get; }

    /// <summary>State of the debug probe on the board at the SWD pins.</summary>
    public SwdProbe Swd { get; private set; }

    /// <summary>The configurations that were set since the start, by kind. They apply whether or not they could be stored.</summary>
    public Dictionary<byte, byte[]> Active { get; } = [];

    /// <summary>Offsets of each motor, keyed by the kind of its configuration.</summary>
    public IReadOnlyDictionary<byte, MotorOffsets> Offsets { get; }

    /// <summary>CAN id in the stored configuration.</summary>
    public byte CanId { get; private set; }

    /// <summary>CAN baud rate in the stored configuration.</summary>
    public int CanBaud { get; private set; }

    /// <summary>Whether the node uses the VESC protocol on CAN.</summary>
    public bool CanIsOn { get; private set; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether a flash error left the watchdog in the slow mode used during flash work (up to 5.02).</summary>
    public bool WatchdogStaysSlow { get; set; }

    /// <summary>The configuration that a package was given since this start.</summary>
    public byte[]? PackageConfiguration { get; set; }

    /// <summary>Whether an erase has stopped the Lisp program.</summary>
    public bool LispIsStopped { get; private set; }

    /// <summary>Whether the terminal lists fault 10, because the watchdog caused this start.</summary>
    public bool WatchdogFaultListed { get; }

    public void Stop() => IsAlive = false;

    /// <summary>Connects the debug probe to new wires at the SWD pins.</summary>
    public void UseProbe() => Swd = new SwdProbe(Machine.Wires);

    /// <summary>Applies the stored CAN id, baud rate and mode.</summary>
    public void UseCan()
    {
        (CanId, byte baud, byte mode) = ConfigurationCommands.CanOf(this);
        (CanBaud, CanIsOn) = (CanRate.Of(baud), mode != CanRate.Uavcan);
        Machine.KeptCan = Firmware.KeepsCanOverReset ? (CanId, baud) : null;
    }

    /// <summary>Runs <paramref name="action"/> after a delay if this application is still running.</summary>
    public BoardEvent After(TimeSpan time, Action action) => Machine.Clock.After(time, () =>
    {
        if (IsAlive)
        {
            action();
        }
    });

    /// <summary>Creates the thread of the host's transport.</summary>
    public CommandThread MakeThread(IByteSource source, BoardPort port)
    {
        IDeviceReceiver receiver = Firmware.Resynchronises
            ? new ResynchronisingReceiver(Firmware.MaxPayload, Firmware.ReceiverIdle)
            : new StateMachineReceiver(Firmware.MaxPayload, Firmware.ReceiverIdle);
        _hostThread = new CommandThread(this, source, receiver, payload => SendOn(port, payload));
        return _hostThread;
    }

    /// <summary>Executes a command decoded by a thread.</summary>
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

    /// <summary>Executes a direct or forwarded command.</summary>
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

    /// <summary>Passes work to the single blocking thread, which drops it silently while it is busy or not yet started.</summary>
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

    /// <summary>Extends the current work of the blocking thread.</summary>
    public void OccupyBlockingThread(TimeSpan time, Action atEnd)
    {
        _blockedUntil = Machine.Clock.Now + time;
        After(time, atEnd);
    }

    /// <summary>Stops the Lisp program until the next start (6.00 and later).</summary>
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

    /// <summary>Sends an unsolicited packet.</summary>
    public void SendToHost(ReadOnlySpan<byte> payload)
    {
        if (_hostThread is not null && IsAlive)
        {
            SendOn(Machine.Port, payload.ToArray());
        }
    }

    /// <summary>Records that a write command programmed flash. A changed application stops running soon.</summary>
    /// <param name="offset">Offset from the start of flash.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="codeSector">Sector of the code that was written; 0 for an upload, which may write sectors 8 to 11.</param>
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

    /// <summary>Restarts the switch-off timer of a board. Reads and erases do not count as activity.</summary>
    private void NoteActivity()
    {
        if (Machine.Options.OffAfter is { } time)
        {
            _switchOff?.Cancel();
            _switchOff = After(time, Machine.CutPower);
        }
    }

    /// <summary>Ends a flash operation and sends the data delayed by it.</summary>
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
            // The processor cannot fetch an instruction: all threads stop.
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
