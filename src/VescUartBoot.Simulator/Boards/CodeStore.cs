using System.Buffers.Binary;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>QML or Lisp code in its sector, and what the firmware remembers of it.</summary>
/// <remarks>
/// The firmware remembers only whether the code is valid, until its own write or erase makes it look again. The size and the flags are
/// read from flash each time, so an erase or a write of staging can change them under a verdict that still says "valid".
/// </remarks>
internal sealed class CodeStore(Machine machine, int sector)
{
    private const int MaxCode = 131_064;
    private const int HeaderSize = 8;
    private bool? _isValid;

    public FlashSector Sector => SimulatedFlash.Sectors[sector];

    /// <summary>Whether a valid header was there when the firmware last looked; its size may be 0.</summary>
    public bool IsValid => _isValid ??= Look();

    /// <summary>Bytes of code by the header that is there now, whatever it is.</summary>
    public uint Size => BinaryPrimitives.ReadUInt32BigEndian(Header);

    /// <summary>The flags of the header that is there now.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(Header.AsSpan(6));

    /// <summary>Where reads of the code begin.</summary>
    public uint BaseAddress => SimulatedFlash.BaseAddress + (uint)Sector.Offset + HeaderSize;

    private byte[] Header => machine.Flash.Read(Sector.Offset, HeaderSize);

    public void Forget() => _isValid = null;

    private bool Look() =>
        sector != 0 && Size <= MaxCode
        && Crc16.Of(machine.Flash.Read(Sector.Offset + 6, (int)Size + 2)) == BinaryPrimitives.ReadUInt16BigEndian(Header.AsSpan(4));
}
