using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The flash sector in which a firmware keeps uploaded code: an 8-byte header, then the code.</summary>
internal sealed record CodeSector(CodeStore Store, FlashRange Sector)
{
    /// <summary>
    /// Whether an erase of staging takes the code. From 6.05 on the board then restarts at the next question for its version, unless the
    /// program that erased has made the firmware look at the code again.
    /// </summary>
    public bool IsInStaging => Sector.Start.Offset >= FlashMap.Staging.Start.Offset;

    /// <summary><c>QML</c> or <c>Lisp</c>.</summary>
    public string Name => Store == CodeStore.Qml ? "QML" : "Lisp";

    /// <summary>Where the code starts: offset 0 of the read command.</summary>
    public FlashAddress Base => Sector.Start.Plus(ReadCodeRequest.HeaderLength);

    /// <summary>The most code that the sector holds, in bytes.</summary>
    public int MaxCode => Sector.Length - ReadCodeRequest.HeaderLength;

    /// <summary>The offset that reaches <paramref name="address"/> itself; the firmware refuses it behind the stored code.</summary>
    public int DirectOffset(FlashAddress address) => address.Offset - Base.Offset;

    /// <summary>The offset that reaches <paramref name="address"/> through the alias of flash at address 0: negative, so never
    /// refused.</summary>
    public int AliasOffset(FlashAddress address) => unchecked(address.Offset - (int)Base.Value);
}
