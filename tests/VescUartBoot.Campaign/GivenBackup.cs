using System.Collections.Concurrent;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign;

/// <summary>Backups to put back: of the same board, with other settings and other code than it has.</summary>
internal static class GivenBackup
{
    private static readonly ConcurrentDictionary<(string Firmware, bool Dual), BoardBackup> _made = new();

    /// <summary>A backup for the board of <paramref name="setup"/>, taken while it ran <paramref name="firmware"/>.</summary>
    public static BoardBackup For(BoardSetup setup, string? firmware) =>
        _made.GetOrAdd((firmware ?? setup.Firmware, setup.Dual),
            static key => Change(Take(new BoardSetup { Firmware = key.Firmware, Dual = key.Dual })));

    /// <summary>What a board like this has, taken while nothing goes wrong.</summary>
    private static BoardBackup Take(BoardSetup setup)
    {
        var clock = new ManualClock();
        using var simulated = new SimulatedBoard(setup.ToOptions(), clock);
        return clock.Run(async () =>
        {
            await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), new BoardOptions(), clock).ConfigureAwait(false);
            var result = await BackupBoard.RunAsync(
                board,
                new BackupOptions { Method = CheckMethod.Passive, Save = _ => "kept" },
                CancellationToken.None).ConfigureAwait(false);
            return result.Backup!;
        });
    }

    private static BoardBackup Change(BoardBackup backup)
    {
        var profile = FirmwareProfiles.All.Single(p => (p.Major, p.Minor) == (backup.Board.Firmware.Major, backup.Board.Firmware.Minor)
            && p.Test == backup.Board.Firmware.Test);
        List<BackupPart> parts =
            [.. backup.Parts.Select(p => p.Configuration is null
                ? p
                : BackupPart.TryParse(p.Kind, OwnersSettings.Scramble(p.Content.Span, 0x5A), p.Configuration.IsSigned)!)];
        if (profile.QmlSector > 0)
        {
            parts.Add(BackupPart.TryParse(BackupPartKind.Qml, SimulatedImage.StoredCode(Contents.OtherCode, flags: 1))!);
        }

        if (profile.LispSector > 0)
        {
            parts.Add(BackupPart.TryParse(BackupPartKind.Lisp, SimulatedImage.StoredCode(Contents.OtherCode, flags: 0))!);
        }

        return backup with { Parts = [.. parts.OrderBy(p => p.Kind)], Missing = [] };
    }
}
