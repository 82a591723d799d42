using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Boards;

/// <summary>The chip and what is around it: power, resets, watchdog, flash. What runs on it is an <see cref="Application"/>, made anew at
/// each start.</summary>
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

    /// <summary>The wires to the board of which this one is the probe; <see langword="null"/>: none are connected.</summary>
    public SwdWires? Wires { get; private set; }

    /// <summary>Its cell on that bus.</summary>
    public CanController Can { get; }

    /// <summary>The id and the baud rate that firmware 7.00 and later keeps in memory over a reset, as long as there is power.</summary>
    public (byte Id, byte Baud)? KeptCan { get; set; }

    /// <summary>Whether the host is connected to this board, not to one before it on CAN.</summary>
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

    /// <summary>What the application sectors hold, as of the last start.</summary>
    public FirmwareIdentity? Identity { get; private set; }

    public Application? Application { get; private set; }

    /// <summary>Whether flash is at work: the processor stands still and no interrupt is served.</summary>
    public bool FlashIsBusy => _operation is not null;

    /// <summary>When flash was last busy, for bytes that came meanwhile.</summary>
    public (TimeSpan Start, TimeSpan End) LastFlashBusy { get; private set; }

    public ref SimulatedRandom Chance => ref Random;

    private SimulatedRandom Random;

    /// <summary>Runs <paramref name="action"/> after a time, unless the chip is reset or loses its power before.</summary>
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

    /// <summary>Starts a flash operation: everything else stands still until <see cref="End"/>.</summary>
    public void Begin(FlashOperation operation)
    {
        _operation = operation;
        operation.Start = Clock.Now;
    }

    /// <summary>The flash operation is done.</summary>
    public void End(FlashOperation operation)
    {
        _operation = null;
        LastFlashBusy = (operation.Start, Clock.Now);
        operation.Complete(Flash, ref Random);
        Application?.OnFlashDone();
        Can.OnFlashDone();
    }

    /// <summary>A flash operation of its own right: nobody waits for it but <paramref name="then"/>.</summary>
    public void Work(FlashOperation operation, Action then)
    {
        Begin(operation);
        After(operation.Duration, () =>
        {
            End(operation);
            then();
        });
    }

    /// <summary>The processor has time again: the ports go on.</summary>
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

    /// <summary>The power goes; an operation of flash stays as far as it has come.</summary>
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

    /// <summary>The CAN id of a motor: the second's is the next one, and 254 wraps to 0.</summary>
    public byte CanId(int motor)
    {
        byte id = Application?.CanId ?? Options.CanId;
        return motor == 1 ? id : NextId(id);
    }

    /// <summary>The motor that an id on CAN means: 2 for the second one's.</summary>
    public int MotorOf(byte id) => Options.DualMotor && id == CanId(2) && id != CanId(1) ? 2 : 1;

    /// <summary>Whether a frame with this target is for this board.</summary>
    public bool Hears(byte target) =>
        target == CanFrame.Everybody || target == CanId(1) || (Options.DualMotor && target == CanId(2));

    /// <summary>The id of the second motor beside this one.</summary>
    public static byte NextId(byte id) => (byte)(id == 254 ? 0 : id + 1);

    public void RestorePower()
    {
        if (State == BoardState.Off && (Port.IsPlugged || !Options.UsbPowered))
        {
            Reset(ResetCause.PowerOn);
        }
    }

    /// <summary>The cable is in again: it may be what powers the board.</summary>
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

    /// <summary>The processor hangs; the port stays as it is until the watchdog bites, or for ever.</summary>
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

    /// <summary>A probe has halted the processor: nothing runs until it is let go or reset.</summary>
    public void Halt()
    {
        StopApplication();
        _life++;
        if (_operation is { } operation)
        {
            // Flash goes on by itself.
            End(operation);
        }

        State = BoardState.Halted;
    }

    /// <summary>Takes a part of the application away, as a power cut in the bootloader does.</summary>
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

    /// <summary>A processor fault: what the handler of this firmware makes of it.</summary>
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

    /// <summary>An access of flash that faults inside the system lock: nothing goes on but the slow watchdog.</summary>
    public void HangInLock(FirmwareProfile firmware, string violation)
    {
        Record.Violations.Add(violation);
        Hang(Timing.Watchdog(firmware.SlowWatchdogReload));
    }

    /// <summary>Whether the application's sectors still hold what runs.</summary>
    public bool IsStill(Application application) =>
        BoardContents.Identify(Flash, Options) is { } found && found.Firmware == application.Firmware
            && found.Hardware == application.Hardware
        && SimulatedImage.Check(Flash, found) == CheckState.Right;

    /// <summary>The application jumps into sector 11, whatever is there.</summary>
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

    /// <summary>The bootloader has come to an end and provokes a reset.</summary>
    public void LeaveBootloader(TimeSpan blinking)
    {
        After(blinking + Timing.BootloaderExit, () => Reset(ResetCause.WindowWatchdog));
    }

    /// <summary>What a bootloader came to.</summary>
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
