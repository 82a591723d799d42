using VescUartBoot.Boards;
using VescUartBoot.Links;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What the connection to a board depends on.</summary>
internal static class LinkInUse
{
    /// <summary>The CAN bus behind another board; else its USB, or a UART where the system does not say that it is USB.</summary>
    public static SettingsLink Of(Board board) =>
        board.IsBehindCan ? SettingsLink.Can : board.LinkKind == LinkKind.Unknown ? SettingsLink.Uart : SettingsLink.Usb;
}
