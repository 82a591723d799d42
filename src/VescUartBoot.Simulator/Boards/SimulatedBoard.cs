using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Boards;

/// <summary>A simulated VESC: the host interface of a board and its control by tests.</summary>
/// <remarks>
/// The board uses the timers of the given <see cref="TimeProvider"/>: a <see cref="ManualClock"/> in tests, a
/// <see cref="HighResolutionTimeProvider"/> for a person or another process. A new board is already running and its port is available.
/// </remarks>
public sealed class SimulatedBoard : IDisposable
{
    private readonly Machine _machine;
    private readonly bool _ownsClock;

    /// <summary>Creates a board and the boards behind it on CAN.</summary>
    /// <param name="options">Properties and content of the board.</param>
    /// <param name="time">Clock of the board.</param>
    /// <exception cref="SimulatorException">The options contradict each other.</exception>
    public SimulatedBoard(SimulatedBoardOptions options, TimeProvider time)
        : this(options, new BoardClock(time ?? throw new ArgumentNullException(nameof(time))), ownsClock: true)
    {
    }

    private SimulatedBoard(SimulatedBoardOptions options, BoardClock clock, bool ownsClock)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Uuid.Length != 12)
        {
            throw new SimulatorException($"A UUID has 12 bytes, this one {options.Uuid.Length}.");
        }

        Options = options;
        (Clock, _ownsClock) = (clock, ownsClock);
        var bus = new CanBus();
        _machine = new Machine(options, Clock, bus, isFirst: true);
        CanBoards = [.. options.CanBoards.Select(other => new Machine(other with { Timing = options.Timing }, Clock, bus, isFirst: false))];
        if (options.Target is { } target)
        {
            Target = new SimulatedBoard(target.Board with { Timing = options.Timing }, clock, ownsClock: false);
            if (target.IsBroken)
            {
                Target._machine.Break();
            }

            _machine.Wire(new SwdWires(Target._machine, target));
        }
    }

    /// <summary>The board wired to the SWD pins of this board.</summary>
    public SimulatedBoard? Target { get; }

    /// <summary>Options of the board.</summary>
    public SimulatedBoardOptions Options { get; }

    /// <summary>Flash of the board. While the board runs on another thread, read it through <see cref="Look{T}"/>.</summary>
    public SimulatedFlash Flash => _machine.Flash;

    /// <summary>Current state of the board.</summary>
    public BoardState State => _machine.State;

    /// <summary>The running firmware, or the last one; <see langword="null"/> if no firmware has run.</summary>
    public FirmwareIdentity? Identity => _machine.Identity;

    /// <summary>Whether the port is visible to the host.</summary>
    public bool IsPortThere => _machine.Port.IsThere;

    internal BoardClock Clock { get; }

    internal BoardPort Port => _machine.Port;

    internal Machine Machine => _machine;

    internal IReadOnlyList<Machine> CanBoards { get; }

    /// <summary>Returns the flash of a board behind this one on CAN, in the order of the options.</summary>
    public SimulatedFlash CanBoardFlash(int index) => CanBoards[index].Flash;

    /// <summary>Applies a fault to a board behind this one; <see cref="PullCable"/> unplugs it from the bus.</summary>
    public void SufferOnCan(int index, FaultAction accident) => Clock.Between(() =>
    {
        CanBoards[index].Suffer(accident);
        return true;
    });

    /// <summary>Creates a source of links to this board under the current name of its port.</summary>
    /// <param name="name">Name of the links in messages. Default <c>sim://</c>.</param>
    /// <remarks>With <see cref="SimulatedBoardOptions.RenamesPort"/>, a source is no longer valid after the port has returned; create a new
    /// one.</remarks>
    public SimulatedLinkSource CreateLinkSource(string name = "sim://") => new(this, name);

    /// <summary>Returns a report of all events so far and of the flash content.</summary>
    public BoardReport Report() => Clock.Between(() => _machine.Record.Report(_machine));

    /// <summary>Reads the board between two of its events. Thread-safe.</summary>
    public T Look<T>(Func<SimulatedBoard, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return Clock.Between(() => look(this));
    }

    /// <summary>Applies a fault now. For faults of bytes, and of one erase or write, use <see cref="Inject"/>.</summary>
    public void Suffer(FaultAction accident) => Clock.Between(() =>
    {
        _machine.Suffer(accident);
        return true;
    });

    /// <summary>Adds a fault; its counters start now.</summary>
    public void Inject(Fault fault) => Clock.Between(() =>
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.When is OnTime at)
        {
            _machine.SufferAt(at.Time, fault.What);
        }
        else
        {
            _machine.Faults.Add(fault);
        }

        return true;
    });

    /// <summary>Reconnects a cable that a fault pulled permanently.</summary>
    public void Replug() => Clock.Between(() =>
    {
        _machine.Port.Plug();
        return true;
    });

    /// <summary>Removes all faults, reconnects cable and power, and stops the motor.</summary>
    /// <remarks>Effects of earlier faults remain: changed flash, and a board that hangs until a watchdog reset or a power cycle.</remarks>
    public void EndFaults() => Clock.Between(() =>
    {
        foreach (var machine in CanBoards.Prepend(_machine).Concat(Target is { } target ? [target._machine] : []))
        {
            machine.EndFaults();
        }

        return true;
    });

    /// <summary>Stores data as write_nvm of a native package does: in the bootloader sector from 6.06, in sector 8 before, AND-ed over the
    /// content.</summary>
    /// <exception cref="SimulatorException">This firmware has no such storage.</exception>
    public void StorePackageData(int offset, ReadOnlyMemory<byte> data) => Clock.Between(() =>
    {
        Flash.Program(PackageSector().Offset + offset, data.Span);
        return true;
    });

    /// <summary>Erases the package storage as wipe_nvm of a native package does; from 6.06 this erases the bootloader.</summary>
    /// <exception cref="SimulatorException">This firmware has no such storage.</exception>
    public void WipePackageData() => Clock.Between(() =>
    {
        Flash.Erase(PackageSector().Index);
        return true;
    });

    /// <summary>Cuts the power and restores it after <paramref name="time"/>.</summary>
    public void PowerCycle(TimeSpan time) => Suffer(new CutPower(time));

    private FlashSector PackageSector() => Identity?.Firmware is { NvmSector: > 0 } firmware
        ? SimulatedFlash.Sectors[firmware.NvmSector]
        : throw new SimulatorException("This firmware has no storage for packages; 6.02 and later have.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsClock)
        {
            Clock.Dispose();
        }
    }
}
