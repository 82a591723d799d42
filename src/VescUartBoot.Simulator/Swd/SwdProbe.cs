using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Swd;

/// <summary>State of a helper's firmware about its target. A reset of the helper loses it, together with data not yet programmed.</summary>
/// <param name="wires">The wires; <see langword="null"/> if nothing is connected.</param>
internal sealed class SwdProbe(SwdWires? wires)
{
    /// <summary>Done.</summary>
    public const short Done = 1;

    /// <summary>Not connected.</summary>
    public const short NotConnected = -1;

    /// <summary>The target did not execute the command; for BM_CONNECT: unknown id.</summary>
    public const short Failed = -2;

    /// <summary>The mass erase failed.</summary>
    public const short EraseFailed = -3;

    private const int BlockSize = 1024;
    private readonly byte[] _block = new byte[BlockSize];
    private int _blockStart = -1;
    private int _from;
    private int _to;
    private bool _pins;
    private int? _attached;
    private bool _terminalAttached;
    private bool _lost;

    private Machine Target => wires!.Target;

    private bool IsAttached => _attached is not null;

    // A target restarted otherwise is no longer attached.
    private bool Answers => wires is { Carry: true } && (_attached == Target.Record.Resets.Count || _terminalAttached);

    public short MapPins()
    {
        _pins = true;
        return Done;
    }

    /// <summary>Attaches to the target and halts it.</summary>
    public short Connect()
    {
        Detach();
        if (!_pins || wires is not { Carry: true })
        {
            return NotConnected;
        }

        if (wires.Options.Chip < 0)
        {
            return wires.Options.Chip;
        }

        Target.Halt();
        _attached = Target.Record.Resets.Count;
        return wires.Options.Chip;
    }

    /// <summary>Programs the pending block. Returns false if the target did not accept it.</summary>
    public bool Flush()
    {
        if (_blockStart < 0)
        {
            return !_lost;
        }

        bool done = Answers && wires!.Options.Protection == ReadProtection.None;
        if (done)
        {
            Target.Flash.Program(_blockStart + _from, _block.AsSpan(_from.._to));
        }

        _blockStart = -1;
        _lost |= !done;
        return done;
    }

    /// <summary>Number of bytes that the next flush programs.</summary>
    public int Waiting => _blockStart < 0 ? 0 : _to - _from;

    /// <summary>Buffers bytes for flash; they are programmed when the next 1 KB block begins.</summary>
    public short Write(uint address, ReadOnlySpan<byte> bytes)
    {
        if (!IsAttached)
        {
            return NotConnected;
        }

        long offset = (long)address - SimulatedFlash.BaseAddress;
        if (!Answers || offset < 0 || offset + bytes.Length > SimulatedFlash.Size)
        {
            return Failed;
        }

        while (!bytes.IsEmpty)
        {
            int start = (int)(offset / BlockSize * BlockSize);
            if (start != _blockStart)
            {
                if (!Flush())
                {
                    _lost = false;
                    return Failed;
                }

                _block.AsSpan().Fill(0xFF);
                (_blockStart, _from, _to) = (start, BlockSize, 0);
            }

            int at = (int)(offset - start);
            int count = Math.Min(bytes.Length, BlockSize - at);
            bytes[..count].CopyTo(_block.AsSpan(at));
            (_from, _to) = (Math.Min(_from, at), Math.Max(_to, at + count));
            bytes = bytes[count..];
            offset += count;
        }

        return Done;
    }

    /// <summary>Reads memory of the target; pending data is programmed first.</summary>
    public short Read(uint address, Span<byte> into)
    {
        if (!IsAttached)
        {
            return NotConnected;
        }

        bool flushed = Flush();
        _lost = false;
        bool inFlash = address < SimulatedFlash.Size || address - SimulatedFlash.BaseAddress < SimulatedFlash.Size;
        if (!flushed || !Answers || (inFlash && wires!.Options.Protection == ReadProtection.Fails)
            || !Target.Memory.TryRead(address, into))
        {
            return Failed;
        }

        if (inFlash && wires!.Options.Protection == ReadProtection.Zeros)
        {
            into.Clear();
        }

        return Done;
    }

    /// <summary>Returns <see cref="Done"/> if a mass erase can begin.</summary>
    public short BeginMassErase() =>
        !IsAttached ? NotConnected : Answers && wires!.Options.Protection == ReadProtection.None ? Done : EraseFailed;

    /// <summary>Completes a mass erase.</summary>
    public short EndMassErase()
    {
        bool whole = Answers;
        if (wires is not null && wires.Target.State != BoardState.Off)
        {
            foreach (var sector in SimulatedFlash.Sectors)
            {
                Target.Flash.Erase(sector.Index);
            }
        }

        return whole ? Done : EraseFailed;
    }

    /// <summary>Resets the target, which then runs.</summary>
    public short Restart()
    {
        if (!IsAttached)
        {
            return NotConnected;
        }

        bool flushed = Flush();
        _lost = false;
        if (!Answers)
        {
            return Failed;
        }

        Target.Reset(ResetCause.Pin);
        _attached = Target.Record.Resets.Count;
        return flushed ? Done : Failed;
    }

    /// <summary>Releases the target and the pins.</summary>
    public void Release()
    {
        Detach();
        _pins = false;
    }

    /// <summary>The terminal command <c>bm_attach 1</c>, an alternative to BM_CONNECT.</summary>
    public bool AttachFromTerminal()
    {
        if (!_pins || wires is not { Carry: true, Options.Chip: > 0 })
        {
            return false;
        }

        Flush();
        _attached = null;
        Target.Halt();
        return _terminalAttached = true;
    }

    /// <summary>Returns the sectors that the terminal command <c>bm_flash_erase</c> erases; empty if not attached or without
    /// contact.</summary>
    public IReadOnlyList<FlashSector> SectorsOf(uint address, int length) =>
        !_terminalAttached || wires is not { Carry: true, Options.Protection: ReadProtection.None } ? []
        : [.. SimulatedFlash.Sectors.Where(s => s.End + SimulatedFlash.BaseAddress > AddressOf(address)
            && s.Offset + SimulatedFlash.BaseAddress < AddressOf(address) + length)];

    /// <summary>Completes this erase. Returns false if the wires have lost contact.</summary>
    public bool EndErase(IReadOnlyList<FlashSector> sectors)
    {
        if (!wires!.Carry)
        {
            return false;
        }

        foreach (var sector in sectors)
        {
            Target.Flash.Erase(sector.Index);
        }

        return true;
    }

    // The alias at 0 is flash too.
    private static long AddressOf(uint address) => address < SimulatedFlash.Size ? address + SimulatedFlash.BaseAddress : address;

    private void Detach()
    {
        if (!IsAttached && !_terminalAttached)
        {
            return;
        }

        Flush();
        bool goesOn = Answers && Target.State == BoardState.Halted;
        (_attached, _terminalAttached, _lost, _blockStart) = (null, false, false, -1);
        if (goesOn)
        {
            Target.Reset(ResetCause.Pin);
        }
    }
}
