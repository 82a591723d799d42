using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Boards;
using VescUartBoot.Chip;

namespace VescUartBoot.Backups;

/// <summary>The board from which a backup was taken.</summary>
/// <param name="Uuid">Unique id; <see langword="null"/> for firmware before 3.9.</param>
/// <param name="Hardware">Name of the hardware; <see langword="null"/> if the firmware did not report it.</param>
/// <param name="Firmware">Firmware of the board at the time of the backup.</param>
public sealed record BackedUpBoard(Uuid? Uuid, string? Hardware, FirmwareVersion Firmware)
{
    /// <summary>Describes a connected board for a backup.</summary>
    internal static BackedUpBoard Of(BoardIdentity board) => new(board.Uuid, board.Hardware, board.Firmware);
}
