using System.Buffers.Binary;

namespace VescUartBoot.Simulator;

/// <summary>QML or Lisp code in its sector, and what the firmware remembers of it. Only its own write and erase make it look again.</summary>
internal sealed class CodeStore(Machine machine, int sector)
{
    private const int MaxCode = 131_064;
    private const int HeaderSize = 8;
    private Verdict? _verdict;

    public FlashSector Sector => SimulatedFlash.Sectors[sector];

    /// <summary>Whether a valid header is there; its size may be 0.</summary>
    public bool IsValid => Look().IsValid;

    /// <summary>Bytes of code.</summary>
    public int Size => Look().Size;

    public ushort Flags => Look().Flags;

    /// <summary>Where reads of the code begin.</summary>
    public uint BaseAddress => SimulatedFlash.BaseAddress + (uint)Sector.Offset + HeaderSize;

    public void Forget() => _verdict = null;

    private Verdict Look()
    {
        if (_verdict is { } known)
        {
            return known;
        }

        var verdict = new Verdict(false, 0, 0);
        if (sector != 0)
        {
            byte[] header = machine.Flash.Read(Sector.Offset, HeaderSize);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size <= MaxCode
                && Crc16.Of(machine.Flash.Read(Sector.Offset + 6, (int)size + 2)) == BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4)))
            {
                verdict = new Verdict(true, (int)size, BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6)));
            }
        }

        _verdict = verdict;
        return verdict;
    }

    private sealed record Verdict(bool IsValid, int Size, ushort Flags);
}
