using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>The backup that the tests of its folder begin with.</summary>
internal static class GivenBackup
{
    /// <summary>All parts but QML.</summary>
    public static BoardBackup Make()
    {
        Assert.True(Uuid.TryParse("3a002b000f51383036343731", out var uuid));
        BackupPart Part(BackupPartKind kind, byte[] content) => BackupPart.TryParse(kind, content)!;
        return new BoardBackup(
            new BackedUpBoard(uuid, "60_MK6", new FirmwareVersion(6, 5)),
            new DateTimeOffset(2026, 11, 24, 6, 15, 7, TimeSpan.Zero),
            "0.1.0",
            [
                Part(BackupPartKind.MotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(BackupPartKind.SecondMotorConfiguration, [0xDE, 0xAD, 0xBE, 0xEF, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                Part(BackupPartKind.AppConfiguration, [0xCA, 0xFE, 0xBA, 0xBE, 42, 2, 3, 4]),
                Part(BackupPartKind.SettingsSectors, [.. Enumerable.Repeat((byte)0xFF, 0x8000)]),
                Part(BackupPartKind.Lisp, SimulatedImage.StoredCode(JobBench.Code, 0)),
            ],
            [new MissingPart(BackupPartKind.Qml, "qmlNotKept", "it is compiled into the firmware, or its header does not fit")]);
    }
}
