using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The flash sector in which a firmware keeps uploaded code: an 8-byte header, then the code.</summary>
internal sealed record CodeSector(CodeStore Store, FlashRange Sector)
{
    /// <summary>
    /// Whether an erase of staging removes the code. Firmware 6.05 and later then restarts at the next FW_VERSION, unless the program that
    /// erased has made the firmware re-read the code.
    /// </summary>
    public bool IsInStaging => Sector.Start.Offset >= FlashMap.Staging.Start.Offset;

    /// <summary><c>QML</c> or <c>Lisp</c>.</summary>
    public string Name => Store == CodeStore.Qml ? "QML" : "Lisp";

    /// <summary>Where the code starts: offset 0 of the read command.</summary>
    public FlashAddress Base => Sector.Start.Plus(ReadCodeRequest.HeaderLength);

    /// <summary>The capacity of the sector for code, in bytes.</summary>
    public int MaxCode => Sector.Length - ReadCodeRequest.HeaderLength;

    /// <summary>The offset of <paramref name="address"/> itself; the firmware refuses an offset after the stored code.</summary>
    public int DirectOffset(FlashAddress address) => address.Offset - Base.Offset;

    /// <summary>The offset of <paramref name="address"/> through the alias of flash at address 0: negative, so the firmware never refuses
    /// it.</summary>
    public int AliasOffset(FlashAddress address) => unchecked(address.Offset - (int)Base.Value);
}
