using System.Reflection;
using System.Security.Cryptography;
using VescUartBoot.Boards;
using VescUartBoot.Chip;

namespace VescUartBoot.Backups;

/// <summary>The board that a backup was taken of.</summary>
/// <param name="Uuid">Its unique id; <see langword="null"/> below firmware 3.9.</param>
/// <param name="Hardware">The name of its hardware, if its firmware told one.</param>
/// <param name="Firmware">The firmware that it ran.</param>
public sealed record BackedUpBoard(Uuid? Uuid, string? Hardware, FirmwareVersion Firmware)
{
    /// <summary>The board that a backup is taken of now.</summary>
    internal static BackedUpBoard Of(BoardIdentity board) => new(board.Uuid, board.Hardware, board.Firmware);
}
