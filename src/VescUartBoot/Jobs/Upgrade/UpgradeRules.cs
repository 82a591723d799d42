using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>The rules that decide the way from one firmware to another.</summary>
internal static class UpgradeRules
{
    /// <summary>The version that boards which cannot be read go by.</summary>
    public const string Stone = "5.03";

    /// <summary>The first version whose images do not fit uncompressed.</summary>
    public static readonly FirmwareVersion FirstLarge = new(6, 0);

    /// <summary>The last version that always fits plain, and the first that can be read.</summary>
    public static readonly FirmwareVersion SteppingStone = new(5, 3);

    public static readonly UpgradeRule Unpacks = new(
        "images of 6.00 and later do not fit into staging unless packed, which bootloaders before 2022-01-18 cannot unpack",
        "history of the bootloader; sizes of the released images");

    public static readonly UpgradeRule NeedsBootloader = new(
        "only a bootloader copies an uploaded firmware to where it runs",
        "the firmware's upload commands write to staging and nowhere else");

    public static readonly UpgradeRule ByStone = new(
        $"firmware up to 5.02 and of vendors cannot be read, so whether its bootloader unpacks is not known; {Stone} fits plain, any "
            + "bootloader takes it, and it can be read",
        "read commands of 5.03 and later; reports of boards that only came to 6.x this way");

    public static readonly UpgradeRule Unread = new(
        $"there is no {Stone} image for this board, and its firmware shows no bootloader: neither the old one nor the new one can be "
            + "read, and the old one cannot be saved",
        "read commands of 5.03 and later; names of the released images");

    public static readonly UpgradeRule Asked = new(ImageAcquisition.Requested, "the command");

    public static readonly UpgradeRule SettingsGo = new(
        "the bootloader erases the settings sectors with the application",
        "behaviour of the bootloader: sectors 1 and 2 are always erased");

    /// <summary>Whether the way to a target begins with the stepping stone.</summary>
    public static bool GoesByStone(BoardIdentity board, bool targetFitsPlain) =>
        !targetFitsPlain && (!board.IsUpstream || board.Firmware < SteppingStone);
}
