using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Boards;

/// <summary>A VESC in memory: what a host can do to a board, and what a board does to a host.</summary>
/// <remarks>
/// It uses the timers of the <see cref="TimeProvider"/> that it was made with: a <see cref="ManualClock"/> in tests, a
/// <see cref="HighResolutionTimeProvider"/> where a person or another process is at the other end. Made, it has been running for
/// a while and its port is there.
/// </remarks>
public sealed class SimulatedBoard : IDisposable
{
    private readonly Machine _machine;
    private readonly bool _ownsClock;

    /// <summary>Makes a board, and those behind it on CAN.</summary>
    /// <param name="options">What it is and carries.</param>
    /// <param name="time">The clock it lives by.</param>
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

    /// <summary>The board that is wired to the SWD pins of this one.</summary>
    public SimulatedBoard? Target { get; }

    /// <summary>What the board was made with.</summary>
    public SimulatedBoardOptions Options { get; }

    /// <summary>The board's flash. While the board runs on another thread, read it through <see cref="Look{T}"/>.</summary>
    public SimulatedFlash Flash => _machine.Flash;

    /// <summary>What the board is doing.</summary>
    public BoardState State => _machine.State;

    /// <summary>The firmware that runs, or ran last; <see langword="null"/> on a board that nothing runs on.</summary>
    public FirmwareIdentity? Identity => _machine.Identity;

    /// <summary>Whether the host sees the port.</summary>
    public bool IsPortThere => _machine.Port.IsThere;

    internal BoardClock Clock { get; }

    internal BoardPort Port => _machine.Port;

    internal Machine Machine => _machine;

    internal IReadOnlyList<Machine> CanBoards { get; }

    /// <summary>The flash of a board behind this one on CAN, in the order of the options.</summary>
    public SimulatedFlash CanBoardFlash(int index) => CanBoards[index].Flash;

    /// <summary>Something happens to a board behind this one: <see cref="PullCable"/> is its plug on the bus.</summary>
    public void SufferOnCan(int index, FaultAction accident) => Clock.Between(() =>
    {
        CanBoards[index].Suffer(accident);
        return true;
    });

    /// <summary>Makes a source of links to this board, by the name that its port has now.</summary>
    /// <param name="name">The name of the links in messages. Default <c>sim://</c>.</param>
    /// <remarks>Where <see cref="SimulatedBoardOptions.RenamesPort"/> is set, a source knows the port no more once it came back; look for
    /// it anew.</remarks>
    public SimulatedLinkSource CreateLinkSource(string name = "sim://") => new(this, name);

    /// <summary>What has happened so far, and what flash holds.</summary>
    public BoardReport Report() => Clock.Between(() => _machine.Record.Report(_machine));

    /// <summary>Reads the board while nothing happens to it, on any thread.</summary>
    public T Look<T>(Func<SimulatedBoard, T> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        return Clock.Between(() => look(this));
    }

    /// <summary>Something goes wrong now. Faults of bytes, and of one erase or write, are given as <see cref="Inject"/> instead.</summary>
    public void Suffer(FaultAction accident) => Clock.Between(() =>
    {
        _machine.Suffer(accident);
        return true;
    });

    /// <summary>Adds a fault; what it counts is counted from now on.</summary>
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

    /// <summary>Puts the cable in again that a fault pulled out for ever.</summary>
    public void Replug() => Clock.Between(() =>
    {
        _machine.Port.Plug();
        return true;
    });

    /// <summary>Nothing goes wrong any more: the faults that were given are gone, cable and power are there, and the motor is at
    /// rest.</summary>
    /// <remarks>What they did stays: flash as it is, and a board that hangs until its watchdog bites or its power is taken away.</remarks>
    public void EndFaults() => Clock.Between(() =>
    {
        foreach (var machine in CanBoards.Prepend(_machine).Concat(Target is { } target ? [target._machine] : []))
        {
            machine.EndFaults();
        }

        return true;
    });

    /// <summary>A native package stores data, as its write_nvm does: in the bootloader sector from 6.06, in sector 8 before, AND-ed over
    /// what is there.</summary>
    /// <exception cref="SimulatorException">This firmware has no such storage.</exception>
    public void StorePackageData(int offset, ReadOnlyMemory<byte> data) => Clock.Between(() =>
    {
        Flash.Program(PackageSector().Offset + offset, data.Span);
        return true;
    });

    /// <summary>A native package wipes its storage, as its wipe_nvm does: from 6.06 the bootloader is gone with it.</summary>
    /// <exception cref="SimulatorException">This firmware has no such storage.</exception>
    public void WipePackageData() => Clock.Between(() =>
    {
        Flash.Erase(PackageSector().Index);
        return true;
    });

    /// <summary>Takes the power away and gives it back after <paramref name="time"/>.</summary>
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
