using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>The settings that the connection to a board depends on.</summary>
internal static class LinkInUse
{
    /// <summary>The CAN bus of another board, USB, or a UART (if the system does not report USB).</summary>
    public static SettingsLink Of(Board board) =>
        board.IsBehindCan ? SettingsLink.Can : board.LinkKind == LinkKind.Unknown ? SettingsLink.Uart : SettingsLink.Usb;
}
