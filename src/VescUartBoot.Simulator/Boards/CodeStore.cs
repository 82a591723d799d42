using System.Buffers.Binary;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>QML or Lisp code in its sector, and the state that the firmware caches.</summary>
/// <remarks>
/// The firmware caches only whether the code is valid, until its own write or erase triggers a new check. It reads the size and the flags
/// from flash each time, so an erase or a write of staging can change them while the cached state remains "valid".
/// </remarks>
internal sealed class CodeStore(Machine machine, int sector)
{
    private const int MaxCode = 131_064;
    private const int HeaderSize = 8;
    private bool? _isValid;

    public FlashSector Sector => SimulatedFlash.Sectors[sector];

    /// <summary>Whether the firmware found a valid header at its last check; the size in it may be 0.</summary>
    public bool IsValid => _isValid ??= Look();

    /// <summary>Code size in bytes in the current header, whether valid or not.</summary>
    public uint Size => BinaryPrimitives.ReadUInt32BigEndian(Header);

    /// <summary>Flags in the current header.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(Header.AsSpan(6));

    /// <summary>Address at which reads of the code begin.</summary>
    public uint BaseAddress => SimulatedFlash.BaseAddress + (uint)Sector.Offset + HeaderSize;

    private byte[] Header => machine.Flash.Read(Sector.Offset, HeaderSize);

    public void Forget() => _isValid = null;

    private bool Look() =>
        sector != 0 && Size <= MaxCode
        && Crc16.Of(machine.Flash.Read(Sector.Offset + 6, (int)Size + 2)) == BinaryPrimitives.ReadUInt16BigEndian(Header.AsSpan(4));
}
