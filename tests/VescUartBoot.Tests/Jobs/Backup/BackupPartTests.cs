using System.Security.Cryptography;
using VescUartBoot.Backups;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>What a part of a backup is called, and what bytes can be one.</summary>
public sealed class BackupPartTests
{
    [Theory]
    [InlineData(BackupPartKind.MotorConfiguration, "motor configuration", "motorConfigurationNotKept", "motor.bin")]
    [InlineData(BackupPartKind.SecondMotorConfiguration, "motor configuration of the second motor", "secondMotorConfigurationNotKept",
        "motor2.bin")]
    [InlineData(BackupPartKind.AppConfiguration, "app configuration", "appConfigurationNotKept", "app.bin")]
    [InlineData(BackupPartKind.SettingsSectors, "raw settings sectors", "settingsSectorsNotKept", "settings.bin")]
    [InlineData(BackupPartKind.Qml, "QML code", "qmlNotKept", "qml.bin")]
    [InlineData(BackupPartKind.Lisp, "Lisp code", "lispNotKept", "lisp.bin")]
    public void Each_part_has_a_name_a_word_and_a_file(BackupPartKind kind, string name, string word, string file) =>
        Assert.Equal((name, word, file), (kind.Name(), kind.MissingCode(), BackupManifest.FileOf(kind)));

    [Theory]
    [InlineData(BackupPartKind.MotorConfiguration, 4, false)]
    [InlineData(BackupPartKind.MotorConfiguration, 5, true)]
    [InlineData(BackupPartKind.AppConfiguration, SerialisedConfiguration.MaxLength, true)]
    [InlineData(BackupPartKind.AppConfiguration, SerialisedConfiguration.MaxLength + 1, false)]
    [InlineData(BackupPartKind.SettingsSectors, 0x8000, true)]
    [InlineData(BackupPartKind.SettingsSectors, 0x7FFF, false)]
    [InlineData(BackupPartKind.SettingsSectors, 0x8001, false)]
    [InlineData(BackupPartKind.Qml, 100, false)]
    [InlineData(BackupPartKind.Lisp, 100, false)]
    public void Bytes_of_a_length_that_cannot_be_are_no_part(BackupPartKind kind, int length, bool isOne) =>
        Assert.Equal(isOne, BackupPart.TryParse(kind, SyntheticImages.Noise(length, 3)) is not null);

    [Fact]
    public void A_part_knows_what_it_is()
    {
        byte[] motor = SyntheticImages.Noise(100, 3);
        byte[] code = SimulatedImage.StoredCode([1, 2, 3], flags: 0);

        var configuration = BackupPart.TryParse(BackupPartKind.SecondMotorConfiguration, motor)!;
        var app = BackupPart.TryParse(BackupPartKind.AppConfiguration, motor)!;
        var qml = BackupPart.TryParse(BackupPartKind.Qml, code)!;
        var sectors = BackupPart.TryParse(BackupPartKind.SettingsSectors, new byte[0x8000])!;

        Assert.Equal(ConfigurationKind.Motor, configuration.Configuration!.Kind);
        Assert.Equal(ConfigurationKind.App, app.Configuration!.Kind);
        Assert.Equal(motor, configuration.Content.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(motor)), configuration.Sha256);
        Assert.Equal(VescUartBoot.Messages.CodeStore.Qml, qml.Code!.Store);
        Assert.Equal(code, qml.Code.Bytes.ToArray());
        Assert.Equal(VescUartBoot.Messages.CodeStore.Lisp, BackupPart.TryParse(BackupPartKind.Lisp, code)!.Code!.Store);
        Assert.Null(sectors.Configuration);
        Assert.Null(sectors.Code);
    }

    [Fact]
    public void A_backup_is_whole_only_with_every_configuration_that_the_board_has()
    {
        byte[] bytes = SyntheticImages.Noise(100, 3);
        var motor = BackupPart.TryParse(BackupPartKind.MotorConfiguration, bytes)!;
        var app = BackupPart.TryParse(BackupPartKind.AppConfiguration, bytes)!;
        var backup = new BoardBackup(new BackedUpBoard(null, null, new FirmwareVersion(6, 5)), DateTimeOffset.UnixEpoch, "1", [motor, app],
            []);

        Assert.True(backup.HasAllConfigurations);
        Assert.False((backup with { Parts = [app] }).HasAllConfigurations);
        Assert.False((backup with { Parts = [motor] }).HasAllConfigurations);
        Assert.False((backup with { Missing = [new(BackupPartKind.SecondMotorConfiguration, "", "")] }).HasAllConfigurations);
        Assert.True((backup with { Missing = [new(BackupPartKind.Lisp, "", "")] }).HasAllConfigurations);
        Assert.Same(app, backup.Find(BackupPartKind.AppConfiguration));
        Assert.DoesNotContain('+', BoardBackup.ThisToolVersion);
    }

    [Fact]
    public void Settings_are_all_back_only_if_every_part_is()
    {
        var restored = new PartOutcome(BackupPartKind.MotorConfiguration, PartState.Restored, "");
        var refused = new PartOutcome(BackupPartKind.AppConfiguration, PartState.Refused, "");

        Assert.True(new SettingsOutcome([restored]).AllRestored);
        Assert.False(new SettingsOutcome([restored, refused]).AllRestored);
        Assert.False(new SettingsOutcome([]).AllRestored);
    }
}
