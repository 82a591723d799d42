using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>How a board behind the CAN bus will come back from an upgrade: until its settings are restored it has the id and the baud rate
/// of the factory.</summary>
/// <remarks>From 7.00 to 7.00 both are kept in memory, but not over a loss of power, so the id of the factory must be free there as
/// well.</remarks>
internal static class CanReturn
{
    private const string Baud = "can_baud_rate";
    private const string FactoryBaud = "CAN_BAUD_500K";

    /// <summary>Stops an upgrade after which the board could not be told from another one, or not be reached.</summary>
    public static void RequireWayBack(JobRun session, BoardBackup now, FirmwareVersion? target)
    {
        var board = session.Board;
        if (!board.IsBehindCan || board.Identity.Uuid is not { } uuid)
        {
            return;
        }

        byte computed = CanIds.DefaultOf(uuid, target ?? board.Identity.Firmware);
        if (board.KnownOtherIds.Contains(computed))
        {
            throw new JobStoppedException(
                FailureCode.CanIdTaken,
                $"after the upgrade, before its settings are restored, the board would have the id {computed} on the CAN bus, which "
                    + "another board has");
        }

        bool keeps = board.Identity.Firmware.HasFeaturesOf(7, 0) && target?.HasFeaturesOf(7, 0) == true;
        if (RateOf(now) is { } rate && rate != FactoryBaud)
        {
            if (!keeps)
            {
                throw new JobStoppedException(
                    FailureCode.CanBaudLost,
                    $"the CAN bus runs at {rate}; after the upgrade, before its settings are restored, the board would be at "
                        + $"{FactoryBaud} and could not be reached");
            }

            session.Warn("canBaudKept",
                $"the CAN bus runs at {rate}, which firmware {target} keeps over the restart; a loss of power meanwhile would cost it");
        }
    }

    private static string? RateOf(BoardBackup now) =>
        now.Find(BackupPartKind.AppConfiguration)?.Configuration is { } configuration
            ? BoardSettings.TryDecode(configuration)?.Find(Baud)?.Label
            : null;
}
