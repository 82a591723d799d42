using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>How a board on a CAN bus comes back from an upgrade: until its settings are restored it has the factory id and baud rate, and
/// sends no status frames.</summary>
/// <remarks>An upgrade from 7.00 to 7.00 keeps id and baud rate in memory, but not over a loss of power, so the factory id must be free
/// there as well.</remarks>
internal static class CanReturn
{
    /// <summary>Stops an upgrade after which the board could not be distinguished from another one, or not be reached.</summary>
    public static async Task RequireWayBackAsync(
        JobRun session, UpgradeOptions options, FirmwareVersion? target, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.Neighbours.Count == 0 || board.Identity.Uuid is not { } uuid)
        {
            return;
        }

        RequireFreeId(board, CanIds.DefaultOf(uuid, target ?? board.Identity.Firmware));
        if (await BusSettings.ReadAsync(board, cancellationToken).ConfigureAwait(false) is not { } settings)
        {
            return;
        }

        if (settings.SendsStatus && options.Settings == SettingsMode.Defaults)
        {
            session.Warn("canStatusLost",
                "the board sends CAN status frames, by which other boards know it; without its settings it sends none, and a vehicle with "
                    + "several motors may not drive");
        }

        if (board.IsBehindCan && settings.Rate is { } rate and not BusSettings.FactoryRate)
        {
            await RequireRateAsync(session, options, rate, target, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the board with the cable follow a board whose settings have a CAN baud rate other than the present one.</summary>
    public static async Task FollowAsync(JobRun session, UpgradeOptions options, BusSettings? owners, CancellationToken cancellationToken)
    {
        if (options.FollowBaud && session.Board.IsBehindCan && owners?.Rate is { } rate)
        {
            await CableRate.FollowAsync(session, rate, isPlan: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireFreeId(Board board, byte computed)
    {
        byte[] taken = board.KnownSecondId is null ? [computed] : [computed, CanIds.Next(computed)];
        if (taken.FirstOrDefault(id => board.Neighbours.Any(n => n.Id == id), byte.MaxValue) is var id and < byte.MaxValue)
        {
            throw new JobStoppedException(
                FailureCode.CanIdTaken,
                $"after the upgrade, before its settings are restored, the board would have the id {id} on the CAN bus, which "
                    + "another board has");
        }
    }

    private static async Task RequireRateAsync(
        JobRun session, UpgradeOptions options, string rate, FirmwareVersion? target, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.Identity.Firmware.HasFeaturesOf(7, 0) && target?.HasFeaturesOf(7, 0) == true)
        {
            session.Warn("canBaudKept",
                $"the CAN bus runs at {rate}, which firmware {target} keeps over the restart; a loss of power meanwhile would cost it");
            return;
        }

        string lost = $"the CAN bus runs at {rate}; after the upgrade, before its settings are restored, the board would be at "
            + $"{BusSettings.FactoryRate}";
        if (!options.FollowBaud || options.Settings == SettingsMode.Defaults)
        {
            throw new JobStoppedException(FailureCode.CanBaudLost,
                $"{lost} and could not be reached{(options.FollowBaud ? ": nothing would bring it back to the rate of the bus" : "")}");
        }

        if (board.Neighbours.Any(n => !n.IsLocal))
        {
            throw new JobStoppedException(FailureCode.CanBaudLost,
                $"{lost}, while id {board.Neighbours.First(n => !n.IsLocal).Id} stays at {rate}: boards of two rates disturb each other "
                    + "on one bus");
        }

        if (!await CableRate.FollowAsync(session, BusSettings.FactoryRate, options.DryRun, cancellationToken).ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.CanBaudLost,
                $"{lost}, and the settings of the board with the cable, which would have to follow, cannot be read");
        }

        session.Warn("canBaudFollowed",
            $"the board with the cable goes to {BusSettings.FactoryRate} on CAN while the other one has no settings, and back to {rate} "
                + "with it");
    }
}
