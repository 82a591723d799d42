using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Flash;

/// <summary>The 1 MiB of flash of an STM32F405: 12 sectors, programming only clears bits, erasing sets a whole sector to 0xFF.</summary>
/// <remarks>A sector uses memory only if it differs from 0xFF and from its initial firmware image.</remarks>
public sealed class SimulatedFlash
{
    /// <summary>Size of flash in bytes.</summary>
    public const int Size = 1 << 20;

    /// <summary>Start of flash in the address space.</summary>
    public const uint BaseAddress = 0x0800_0000;

    /// <summary>The offset of sector 8, where an upload is staged.</summary>
    public const int StagingOffset = 0x8_0000;

    /// <summary>Offset of sector 11, the bootloader sector.</summary>
    public const int BootloaderOffset = 0xE_0000;

    private static readonly FlashSector[] Map = MakeMap();
    private readonly ReadOnlyMemory<byte>[] _shared = new ReadOnlyMemory<byte>[Map.Length];
    private readonly byte[]?[] _own = new byte[]?[Map.Length];
    private readonly int[] _erases = new int[Map.Length];

    /// <summary>Sectors in the order of their offsets.</summary>
    public static IReadOnlyList<FlashSector> Sectors => Map;

    /// <summary>Number of bytes programmed since creation, including those without a change.</summary>
    public long BytesProgrammed { get; private set; }

    /// <summary>Number of programmed bytes in which a bit should have changed from 0 to 1, which flash cannot do.</summary>
    public long ZeroToOneAttempts { get; private set; }

    /// <summary>Returns the erase count of a sector since creation.</summary>
    public int Erases(int sector) => _erases[sector];

    /// <summary>Returns the sector that contains <paramref name="offset"/>.</summary>
    public static FlashSector SectorAt(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, Size);
        int index = 0;
        while (Map[index].End <= offset)
        {
            index++;
        }

        return Map[index];
    }

    /// <summary>Copies flash content from <paramref name="offset"/>.</summary>
    public void Read(int offset, Span<byte> into)
    {
        CheckRange(offset, into.Length);
        while (!into.IsEmpty)
        {
            var sector = SectorAt(offset);
            int count = Math.Min(into.Length, sector.End - offset);
            var content = Content(sector.Index);
            if (content.IsEmpty)
            {
                into[..count].Fill(0xFF);
            }
            else
            {
                content.Slice(offset - sector.Offset, count).CopyTo(into);
            }

            into = into[count..];
            offset += count;
        }
    }

    /// <summary>Returns flash content from <paramref name="offset"/>.</summary>
    public byte[] Read(int offset, int count)
    {
        byte[] read = new byte[count];
        Read(offset, read);
        return read;
    }

    /// <summary>Returns the content of the whole flash.</summary>
    public byte[] ToArray() => Read(0, Size);

    /// <summary>Whether every byte of the range is 0xFF.</summary>
    public bool IsBlank(int offset, int count)
    {
        CheckRange(offset, count);
        while (count > 0)
        {
            var sector = SectorAt(offset);
            int part = Math.Min(count, sector.End - offset);
            var content = Content(sector.Index);
            if (!content.IsEmpty && content.Slice(offset - sector.Offset, part).ContainsAnyExcept((byte)0xFF))
            {
                return false;
            }

            offset += part;
            count -= part;
        }

        return true;
    }

    /// <summary>Programs bytes as the hardware does: bits can only change from 1 to 0.</summary>
    public void Program(int offset, ReadOnlySpan<byte> bytes)
    {
        CheckRange(offset, bytes.Length);
        BytesProgrammed += bytes.Length;
        while (!bytes.IsEmpty)
        {
            var sector = SectorAt(offset);
            int count = Math.Min(bytes.Length, sector.End - offset);
            var target = Own(sector.Index).AsSpan(offset - sector.Offset, count);
            for (int i = 0; i < count; i++)
            {
                ZeroToOneAttempts += (bytes[i] & ~target[i]) != 0 ? 1 : 0;
                target[i] &= bytes[i];
            }

            bytes = bytes[count..];
            offset += count;
        }
    }

    /// <summary>Erases a sector to 0xFF.</summary>
    public void Erase(int sector)
    {
        _erases[sector]++;
        Blank(sector);
    }

    /// <summary>Replaces flash content from outside, as a probe or a factory does, without counting and without AND.</summary>
    public void Load(int offset, ReadOnlySpan<byte> bytes)
    {
        CheckRange(offset, bytes.Length);
        while (!bytes.IsEmpty)
        {
            var sector = SectorAt(offset);
            int count = Math.Min(bytes.Length, sector.End - offset);
            bytes[..count].CopyTo(Own(sector.Index).AsSpan(offset - sector.Offset, count));
            bytes = bytes[count..];
            offset += count;
        }
    }

    /// <summary>Blanks a sector from outside, without counting.</summary>
    internal void Blank(int sector)
    {
        _own[sector] = null;
        _shared[sector] = default;
    }

    /// <summary>Erases a sector except for a share of its bits, as after a power cut.</summary>
    internal void EraseHalfway(int sector, ref SimulatedRandom random, double share)
    {
        _erases[sector]++;
        var bytes = Own(sector).AsSpan();
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0xFF)
            {
                byte mask = 0;
                for (int bit = 0; bit < 8; bit++)
                {
                    mask |= (byte)(random.NextDouble() < share ? 1 << bit : 0);
                }

                bytes[i] |= mask;
            }
        }
    }

    /// <summary>Uses an immutable image of whole sectors as flash content from offset 0, without a copy.</summary>
    internal void LoadShared(ReadOnlyMemory<byte> image)
    {
        foreach (var sector in Map)
        {
            if (sector.Offset >= image.Length)
            {
                break;
            }

            _shared[sector.Index] = image.Slice(sector.Offset, sector.Size);
            _own[sector.Index] = null;
        }
    }

    /// <summary>Whether a sector still uses the shared memory of <see cref="LoadShared"/>.</summary>
    internal bool IsSharedWith(int sector, ReadOnlyMemory<byte> image) =>
        _own[sector] is null && Map[sector].End <= image.Length
            && _shared[sector].Equals(image.Slice(Map[sector].Offset, Map[sector].Size));

    /// <summary>Frees the memory of a sector that equals a shared image, as after an upgrade.</summary>
    internal void ShareIfSame(int sector, ReadOnlyMemory<byte> image)
    {
        var same = image.Slice(Map[sector].Offset, Map[sector].Size);
        if (_own[sector] is { } own && own.AsSpan().SequenceEqual(same.Span))
        {
            _own[sector] = null;
            _shared[sector] = same;
        }
    }

    private ReadOnlySpan<byte> Content(int sector) => _own[sector] is { } own ? own : _shared[sector].Span;

    private byte[] Own(int sector)
    {
        if (_own[sector] is { } own)
        {
            return own;
        }

        byte[] made = GC.AllocateUninitializedArray<byte>(Map[sector].Size);
        if (_shared[sector].IsEmpty)
        {
            made.AsSpan().Fill(0xFF);
        }
        else
        {
            _shared[sector].CopyTo(made);
        }

        _shared[sector] = default;
        return _own[sector] = made;
    }

    private static void CheckRange(int offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - count);
    }

    private static FlashSector[] MakeMap()
    {
        int[] kilobytes = [16, 16, 16, 16, 64, 128, 128, 128, 128, 128, 128, 128];
        var sectors = new FlashSector[kilobytes.Length];
        int offset = 0;
        for (int i = 0; i < sectors.Length; i++)
        {
            sectors[i] = new FlashSector(i, offset, kilobytes[i] * 1024);
            offset = sectors[i].End;
        }

        return sectors;
    }
}
