using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The chip with power, resets, watchdog and flash. Each start creates an <see cref="Application"/> that runs on it.</summary>
internal sealed partial class Machine
{
    private int _life;
    private FlashOperation? _operation;
    private BoardEvent? _watchdog;
    private readonly List<BoardEvent> _timedFaults = [];

    public Machine(SimulatedBoardOptions options, BoardClock clock, CanBus bus, bool isFirst)
    {
        Options = options;
        Clock = clock;
        Bus = bus;
        IsFirst = isFirst;
        Flash = new SimulatedFlash();
        BoardContents.Fill(Flash, options);
        Memory = new AddressSpace(Flash, options.Uuid, options.StaleCache);
        Faults = new FaultInjector(options.Faults, options.Seed, options.LongestRequest, options.LongestReply);
        Random = new SimulatedRandom((ulong)options.Seed);
        Motors = [new MotorState(options.MotorHeld, options.Erpm), new MotorState(options.SecondMotorHeld, options.SecondErpm)];
        (Voltage, FaultCode) = SupplyOf(options);
        Port = options.Transport == SimulatedTransport.Usb ? new UsbPort(this) : new UartPort(this);
        Port.Update("the board was made");
        Can = new CanController(this);
        bus.Join(this);
        foreach (var timed in Faults.Timed)
        {
            SufferAt(((OnTime)timed.When).Time, timed.What);
        }

        Boot(ResetCause.PowerOn, hasBeenRunning: true);
    }

    public SimulatedBoardOptions Options { get; }

    /// <summary>The configuration that a package has stored.</summary>
    public byte[]? PackageConfiguration { get; set; }

    public BoardTiming Timing => Options.Timing;

    public BoardClock Clock { get; }

    public CanBus Bus { get; }

    /// <summary>Wires to the target of this board's debug probe; <see langword="null"/> if none are connected.</summary>
    public SwdWires? Wires { get; private set; }

    /// <summary>CAN controller of this board.</summary>
    public CanController Can { get; }

    /// <summary>CAN id and baud rate that firmware 7.00 and later keeps in memory across a reset while powered.</summary>
    public (byte Id, byte Baud)? KeptCan { get; set; }

    /// <summary>Whether the host is connected to this board directly, not over CAN.</summary>
    public bool IsFirst { get; }

    public SimulatedFlash Flash { get; }

    public AddressSpace Memory { get; }

    public FaultInjector Faults { get; }

    public BoardRecord Record { get; } = new();

    public BoardPort Port { get; }

    public MotorState[] Motors { get; }

    public double Voltage { get; set; }

    public byte FaultCode { get; set; }

    public BoardState State { get; private set; }

    public ResetCause LastReset { get; private set; }

    public TimeSpan StartedAt { get; private set; }

    /// <summary>Content of the application sectors at the last start.</summary>
    public FirmwareIdentity? Identity { get; private set; }

    public Application? Application { get; private set; }

    /// <summary>Whether flash is busy: the processor is stalled and serves no interrupts.</summary>
    public bool FlashIsBusy => _operation is not null;

    /// <summary>Time when flash was last busy, for bytes received meanwhile.</summary>
    public (TimeSpan Start, TimeSpan End) LastFlashBusy { get; private set; }

    public ref SimulatedRandom Chance => ref Random;

    private SimulatedRandom Random;

    /// <summary>Runs <paramref name="action"/> after a delay unless the chip is reset or loses power first.</summary>
    public BoardEvent After(TimeSpan time, Action action)
    {
        int life = _life;
        return Clock.After(time, () =>
        {
            if (life == _life)
            {
                action();
            }
        });
    }

    /// <summary>Starts a flash operation: everything else stops until <see cref="End"/>.</summary>
    public void Begin(FlashOperation operation)
    {
        _operation = operation;
        operation.Start = Clock.Now;
    }

    /// <summary>Ends the flash operation.</summary>
    public void End(FlashOperation operation)
    {
        _operation = null;
        LastFlashBusy = (operation.Start, Clock.Now);
        operation.Complete(Flash, ref Random);
        Application?.OnFlashDone();
        Can.OnFlashDone();
    }

    /// <summary>Runs a flash operation that only <paramref name="then"/> waits for.</summary>
    public void Work(FlashOperation operation, Action then)
    {
        Begin(operation);
        After(operation.Duration, () =>
        {
            End(operation);
            then();
        });
    }

    /// <summary>Resumes the ports after the processor was busy.</summary>
    public void Resume()
    {
        if (!FlashIsBusy)
        {
            Port.Resume();
        }
    }

    public void RestorePowerAfter(TimeSpan? time)
    {
        if (time is { } back)
        {
            Clock.After(back, RestorePower);
        }
    }

    /// <summary>Cuts the power; a flash operation stops at its current progress.</summary>
    public void CutPower()
    {
        if (State != BoardState.Off)
        {
            NoteBrokenCopy();
            EndLife("the board lost its power");
            KeptCan = null;
            State = BoardState.Off;
        }
    }

    /// <summary>Returns the CAN id of a motor: the second motor has the next id, and 254 wraps to 0.</summary>
    public byte CanId(int motor)
    {
        byte id = Application?.CanId ?? Options.CanId;
        return motor == 1 ? id : NextId(id);
    }

    /// <summary>Returns the motor with this CAN id: 2 for the second one.</summary>
    public int MotorOf(byte id) => Options.DualMotor && id == CanId(2) && id != CanId(1) ? 2 : 1;

    /// <summary>Whether this board accepts frames for this target.</summary>
    public bool Hears(byte target) =>
        target == CanFrame.Everybody || target == CanId(1) || (Options.DualMotor && target == CanId(2));

    /// <summary>CAN id of the second motor.</summary>
    public static byte NextId(byte id) => (byte)(id == 254 ? 0 : id + 1);

    public void RestorePower()
    {
        if (State == BoardState.Off && (Port.IsPlugged || !Options.UsbPowered))
        {
            Reset(ResetCause.PowerOn);
        }
    }

    /// <summary>Reconnects the cable, which may power the board.</summary>
    public void OnPlugged()
    {
        if (Options.UsbPowered)
        {
            RestorePower();
        }
    }

    public void Reset(ResetCause cause)
    {
        Record.Resets.Add(new BoardStart(Math.Round(Clock.Now.TotalSeconds, 6), cause));
        EndLife("the board restarted");
        Boot(cause, hasBeenRunning: false);
    }

    /// <summary>Hangs the processor; the port stays unchanged until a watchdog reset, or forever.</summary>
    public void Hang(TimeSpan? watchdog)
    {
        StopApplication();
        _life++;
        State = BoardState.Hung;
        if (watchdog is { } time)
        {
            After(time, () => Reset(ResetCause.Watchdog));
        }
    }

    /// <summary>Halts the processor for a probe: nothing runs until it is released or reset.</summary>
    public void Halt()
    {
        StopApplication();
        _life++;
        if (_operation is { } operation)
        {
            // Flash operations continue on their own.
            End(operation);
        }

        State = BoardState.Halted;
    }

    /// <summary>Removes part of the application, as a power cut in the bootloader does.</summary>
    public void Break()
    {
        Flash.Blank(5);
        Reset(ResetCause.PowerOn);
    }

    /// <summary>Wires a board to the SWD pins of this one.</summary>
    public void Wire(SwdWires wires)
    {
        Wires = wires;
        Application?.UseProbe();
    }

    /// <summary>Handles a processor fault as this firmware does.</summary>
    public void Crash(FirmwareProfile firmware, string violation)
    {
        Record.Violations.Add(violation);
        if (firmware.FaultResetsAtOnce)
        {
            StopApplication();
            After(TimeSpan.Zero, () => Reset(ResetCause.Fault));
        }
        else
        {
            Hang(firmware.SlowWatchdogReload == 0 ? null : Timing.FaultLoop);
        }
    }

    /// <summary>A flash access that faults inside the system lock: only the slow watchdog continues.</summary>
    public void HangInLock(FirmwareProfile firmware, string violation)
    {
        Record.Violations.Add(violation);
        Hang(Timing.Watchdog(firmware.SlowWatchdogReload));
    }

    /// <summary>Whether the application sectors still contain the running firmware.</summary>
    public bool IsStill(Application application) =>
        BoardContents.Identify(Flash, Options) is { } found && found.Firmware == application.Firmware
            && found.Hardware == application.Hardware
        && SimulatedImage.Check(Flash, found) == CheckState.Right;

    /// <summary>Jumps into sector 11, whatever its content.</summary>
    public void Jump(FirmwareProfile firmware)
    {
        EndLife("the board jumped to its bootloader");
        byte[] sector = Flash.Read(SimulatedFlash.BootloaderOffset, 0x2_0000);
        var watchdog = Timing.Watchdog(firmware.SlowWatchdogReload);
        if (SimulatedBootloader.Recognise(sector) is { } bootloader)
        {
            State = BoardState.Bootloader;
            if (watchdog is { } time)
            {
                _watchdog = After(time, () =>
                {
                    NoteBootloader(BootloaderResult.Interrupted);
                    Reset(ResetCause.Watchdog);
                });
            }

            new BootloaderRun(this, bootloader).Begin();
        }
        else
        {
            Hang(watchdog);
        }
    }

    /// <summary>Ends the bootloader with a reset.</summary>
    public void LeaveBootloader(TimeSpan blinking)
    {
        After(blinking + Timing.BootloaderExit, () => Reset(ResetCause.WindowWatchdog));
    }

    /// <summary>Records the result of a bootloader run.</summary>
    public void NoteBootloader(BootloaderResult result, int? code = null, string? blinks = null) =>
        Record.BootloaderExits.Add(new BootloaderExit(Math.Round(Clock.Now.TotalSeconds, 6), result, code, blinks));

    private static (double Voltage, byte FaultCode) SupplyOf(SimulatedBoardOptions options) =>
        (options.InputVoltage ?? (options.UsbPowered ? 4.2 : 42.0), options.FaultCode ?? (options.UsbPowered ? (byte)2 : (byte)0));

    private void NoteBrokenCopy()
    {
        if (State == BoardState.Bootloader && FlashIsBusy)
        {
            NoteBootloader(BootloaderResult.Interrupted);
        }
    }

    private void EndLife(string reason)
    {
        StopApplication();
        _life++;
        _watchdog?.Cancel();
        _watchdog = null;
        if (_operation is { } operation)
        {
            _operation = null;
            operation.Cut(Flash, Clock.Now - operation.Start, ref Random);
        }

        Memory.Reset();
        Can.Reset();
        Port.OnNoApplication(reason);
    }

    private void StopApplication()
    {
        Application?.Stop();
        Application = null;
    }
}
