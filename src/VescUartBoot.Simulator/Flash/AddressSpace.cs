namespace VescUartBoot.Simulator.Flash;

/// <summary>Address space of the processor: flash, its alias at 0, RAM, the system area. Reads elsewhere fault.</summary>
internal sealed class AddressSpace(SimulatedFlash flash, ReadOnlyMemory<byte> uuid, bool staleCache)
{
    private const int LineSize = 16;
    private const int Lines = 8;
    private readonly List<(uint Address, byte[] Bytes)> _cache = [];

    /// <summary>Copies from an address as memcpy does. Returns false if an address is unmapped, where the processor faults.</summary>
    public bool TryRead(uint address, Span<byte> into)
    {
        for (int i = 0; i < into.Length;)
        {
            uint at = unchecked(address + (uint)i);
            int part = !staleCache && FlashOffset(at) is { } offset ? SimulatedFlash.Size - offset : LineSize - (int)(at % LineSize);
            int count = Math.Min(into.Length - i, part);
            if (!TryReadLine(at, into.Slice(i, count)))
            {
                return false;
            }

            i += count;
        }

        return true;
    }

    /// <summary>Clears the data cache, as a reset does.</summary>
    public void Reset() => _cache.Clear();

    /// <summary>Returns the flash offset of an address in the flash range or its alias.</summary>
    private static int? FlashOffset(uint address) => address switch
    {
        < SimulatedFlash.Size => (int)address,
        >= SimulatedFlash.BaseAddress and < SimulatedFlash.BaseAddress + SimulatedFlash.Size => (int)(address - SimulatedFlash.BaseAddress),
        _ => null,
    };

    private bool TryReadLine(uint address, Span<byte> into)
    {
        if (FlashOffset(address) is { } offset)
        {
            if (staleCache)
            {
                uint start = address - (address % LineSize);
                Line(start, offset - (int)(address - start)).AsSpan((int)(address - start), into.Length).CopyTo(into);
            }
            else
            {
                flash.Read(offset, into);
            }

            return true;
        }

        for (int i = 0; i < into.Length; i++)
        {
            if (!TryReadByte(address + (uint)i, out into[i]))
            {
                return false;
            }
        }

        return true;
    }

    private byte[] Line(uint address, int offset)
    {
        int held = _cache.FindIndex(line => line.Address == address);
        var line = held >= 0 ? _cache[held] : (Address: address, Bytes: flash.Read(offset, LineSize));
        if (held >= 0)
        {
            _cache.RemoveAt(held);
        }
        else if (_cache.Count == Lines)
        {
            _cache.RemoveAt(0);
        }

        _cache.Add(line);
        return line.Bytes;
    }

    private bool TryReadByte(uint address, out byte value)
    {
        value = 0;
        switch (address)
        {
            case >= 0x1FFF_7A10 and < 0x1FFF_7A1C:
                value = uuid.Span[(int)(address - 0x1FFF_7A10)];
                return true;
            case >= 0x1FFF_0000 and < 0x1FFF_7A10: // system memory
            case >= 0x1FFF_C000 and < 0x1FFF_C008: // option bytes
            case >= 0x4000_0000 and < 0x4008_0000: // peripherals
                return true;
            case >= 0x1000_0000 and < 0x1001_0000: // core-coupled RAM
            case >= 0x2000_0000 and < 0x2002_0000: // RAM
                value = Ram(address);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Content of RAM, which is arbitrary.</summary>
    public static byte Ram(uint address) => (byte)((address * 0x9E37_79B1u) >> 24);
}
