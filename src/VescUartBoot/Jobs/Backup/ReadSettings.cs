using VescUartBoot.Backups;
using VescUartBoot.Boards;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Reads the configurations of a board. Changes nothing.</summary>
internal static class ReadSettings
{
    /// <summary>Reads motor, second motor and app configuration.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <returns>The configurations that were read and those that could not be read. A missing second motor is in neither list.</returns>
    public static async Task<(IReadOnlyList<BackupPart> Parts, IReadOnlyList<MissingPart> Missing)> RunAsync(
        Board board, CancellationToken cancellationToken)
    {
        List<BackupPart> parts = [];
        List<MissingPart> missing = [];
        byte? second = await SecondMotor.FindAsync(board, cancellationToken).ConfigureAwait(false);
        foreach (var kind in new[] { BackupPartKind.MotorConfiguration, BackupPartKind.SecondMotorConfiguration,
            BackupPartKind.AppConfiguration })
        {
            bool ofSecond = kind == BackupPartKind.SecondMotorConfiguration;
            if (ofSecond && second is null)
            {
                continue;
            }

            var access = new ConfigurationAccess(board, BackupPart.ConfigurationOf(kind), ofSecond ? second : null);
            var (configuration, reason) = await access.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (configuration is not null)
            {
                parts.Add(BackupPart.Of(kind, configuration));
            }
            else
            {
                missing.Add(new MissingPart(kind, kind.MissingCode(), reason!));
            }
        }

        return (parts, missing);
    }
}
